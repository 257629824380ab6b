/* Runs in the head, before anything is drawn: colours and the width of the rail. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const stored = (key, fallback) => {
    try {
      return localStorage.getItem(key) || fallback;
    } catch {
      return fallback;
    }
  };
  const apply = () => {
    const choice = stored("theme", "auto");
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
    root.dataset.themeChoice = choice;
  };
  apply();
  root.dataset.rail = stored("rail", "wide");
  dark.addEventListener("change", apply);
  addEventListener("beforeprint", () => (root.dataset.bsTheme = "light"));
  addEventListener("afterprint", apply);
  window.gopsTheme = { apply };
})();
