// A form with data-autosubmit is sent as soon as a choice in it changes; its button is for everybody else.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});
