// An open menu closes when one presses Escape or anywhere else.
{
  const close = (menu) => menu.removeAttribute("open");
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) close(menu);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      const held = menu.contains(document.activeElement);
      close(menu);
      if (held) menu.querySelector("summary").focus();
    }
  });
}
