// A key presses what carries it: data-key="e" on a link, button, field or summary. "?" shows which keys there are on the page.
// Nothing happens while one types, or with a modifier. What is not seen has no key, so an open menu has keys of its own; and what
// stands in the page itself comes before what stands around every page.
{
  const typed = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  const seen = (element) => element.checkVisibility({ visibilityProperty: true });
  const label = (element) => element.dataset.keyLabel ?? element.ariaLabel ?? element.textContent.replace(element.querySelector("kbd")?.textContent ?? "", "").trim();
  const within = (place) => [...document.querySelectorAll(`${place} [data-key]:not([data-key=''])`)].filter(seen);
  const carriers = () => [...within("main"), ...within(".header")];
  const lists = () => [...document.querySelectorAll("[data-roving]")].filter(seen);

  const press = (element) => {
    if (element.matches(typed)) {
      element.focus();
      element.select?.();
    } else if (element.matches("summary")) {
      element.click();
      element.parentElement.querySelector("[open] > :not(summary) :is(a, button, input:not([type=hidden]))")?.focus();
    } else {
      element.click();
    }
  };

  const help = () => {
    const keys = new Map(lists().flatMap((list) => list.dataset.roving.split("|").map((said) => [said[0], said.slice(2)])));
    for (const element of carriers()) {
      if (!keys.has(element.dataset.key)) keys.set(element.dataset.key, label(element));
    }
    keys.set("?", "Show the keys");
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.ariaLabel = "Keys";
    const heading = document.createElement("h2");
    heading.textContent = "Keys on this page";
    const list = document.createElement("dl");
    list.className = "keys";
    for (const [key, words] of keys) {
      const row = list.appendChild(document.createElement("div"));
      row.appendChild(document.createElement("dt")).appendChild(document.createElement("kbd")).textContent = key === "Escape" ? "Esc" : key;
      row.appendChild(document.createElement("dd")).textContent = words;
    }
    const close = document.createElement("button");
    close.className = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => dialog.close());
    dialog.append(heading, list, close);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys-help]")) help();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest(typed)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "Escape" && document.querySelector("details.menu[open]")) return;
    if (event.key === "?") {
      if (carriers().length + lists().length > 0) help();
      return;
    }
    const carrier = carriers().find((element) => element.dataset.key === event.key);
    if (!carrier) return;
    event.preventDefault();
    press(carrier);
  });
}
