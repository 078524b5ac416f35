// Light, dark or as the system says: a press is remembered in a cookie, which the server reads before it draws.
{
  const root = document.documentElement;
  const show = () => {
    const theme = root.dataset.theme || "auto";
    for (const button of document.querySelectorAll("[data-set-theme]")) {
      button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-set-theme]");
    if (!button) return;
    const theme = button.dataset.setTheme;
    const year = 60 * 60 * 24 * 365;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${theme}; Path=/; Max-Age=${theme === "auto" ? 0 : year}; SameSite=Lax${secure}`;
    root.dataset.theme = theme;
    show();
  });
  show();
}
