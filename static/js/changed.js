// A form with data-once-changed shows the button that sends it once something in it has changed; its fields may stand elsewhere.
document.addEventListener("input", ({ target }) => target.form?.toggleAttribute("data-changed", true));
