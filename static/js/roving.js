// In a list with data-roving the keys j and k open the next link with data-roving-item and the one before, and x ticks the box
// beside the one that is open. Which one is open is said by aria-current, also after a press with the mouse.
{
  const typed = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
  const items = () => [...document.querySelectorAll("[data-roving] [data-roving-item]")].filter((item) => item.checkVisibility());
  const isOpen = (item) => item.hasAttribute("aria-current");

  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-roving-item]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    for (const item of items()) item.toggleAttribute("aria-current", false);
    pressed.setAttribute("aria-current", "true");
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!["j", "k", "x"].includes(event.key) || event.target.closest(typed) || document.querySelector("dialog[open], details.menu[open]")) return;
    const all = items();
    const at = all.findIndex(isOpen);
    if (event.key === "x") {
      all[at]?.closest("tr, li").querySelector("[data-select]")?.click();
      return;
    }
    const to = at < 0 ? all[0] : all[at + (event.key === "j" ? 1 : -1)];
    if (!to) return;
    event.preventDefault();
    to.focus();
    to.click();
  });
}
