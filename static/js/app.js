/* Small conveniences of every page; each works without the others. */
(() => {
  const root = document.documentElement;
  const keep = (key, value) => {
    try {
      localStorage.setItem(key, value);
    } catch {
      /* private window: the choice lasts for this page */
    }
  };

  /* Colours */
  const markTheme = () => {
    for (const button of document.querySelectorAll("[data-theme]")) {
      button.setAttribute("aria-pressed", button.dataset.theme === root.dataset.themeChoice);
    }
  };
  markTheme();

  /* Width of the rail */
  const fold = document.querySelector("[data-rail-fold]");
  const markFold = () => fold?.setAttribute("aria-pressed", root.dataset.rail === "narrow");
  markFold();

  document.addEventListener("click", (event) => {
    const theme = event.target.closest("[data-theme]");
    if (theme) {
      keep("theme", theme.dataset.theme);
      window.gopsTheme.apply();
      markTheme();
      return;
    }
    if (event.target.closest("[data-rail-fold]")) {
      root.dataset.rail = root.dataset.rail === "narrow" ? "wide" : "narrow";
      keep("rail", root.dataset.rail);
      markFold();
      return;
    }
    const notice = event.target.closest("[data-dismiss-notice]");
    if (notice) {
      notice.closest(".notice").remove();
      return;
    }
    if (event.target.closest("[data-print]")) {
      window.print();
      return;
    }
    /* A row opens by a click anywhere in it, except on what does something itself. */
    const row = event.target.closest("tr[data-href]");
    const own = event.target.closest("a, button, input, select, textarea, label, summary, .dropdown-menu");
    if (row && !own && !String(getSelection())) {
      if (event.ctrlKey || event.metaKey) {
        window.open(row.dataset.href, "_blank", "noopener");
      } else {
        location.assign(row.dataset.href);
      }
    }
  });

  /* A form is sent once: the second click within the same sending does nothing. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sending === "yes") {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    setTimeout(() => delete form.dataset.sending, 8000);
  });
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
  });

  /* Filters and choices that apply at once. */
  document.addEventListener("change", (event) => {
    const field = event.target.closest("[data-autosubmit]");
    if (field && !field.form.hasAttribute("hx-get")) field.form.requestSubmit();
  });

  /* Words with a dotted underline. */
  const explain = (where) => {
    if (!window.bootstrap) return;
    for (const word of where.querySelectorAll('[data-bs-toggle="popover"]')) {
      window.bootstrap.Popover.getOrCreateInstance(word);
    }
  };
  explain(document);
  document.addEventListener("htmx:afterSwap", (event) => explain(event.target));

  /* A table wider than its place is scrolled by the arrow keys, so it must be reached by Tab;
     one that fits may let its headings stick to the top of the window. */
  const reach = () => {
    for (const box of document.querySelectorAll(".table-responsive, .chart-box")) {
      const fits = box.scrollWidth <= box.clientWidth;
      box.classList.toggle("fits", fits);
      if (fits) box.removeAttribute("tabindex");
      else box.tabIndex = 0;
    }
  };
  reach();
  for (const box of document.querySelectorAll("[data-newest-last]")) box.scrollLeft = box.scrollWidth;
  addEventListener("resize", reach);
  document.addEventListener("htmx:afterSettle", reach);
  document.addEventListener("toggle", reach, true);

  /* After an error the summary is read first. */
  document.querySelector("[data-focus-first]")?.focus();

  /* What was typed before the page was ready is searched for, too; htmx is ready by then. */
  document.addEventListener("DOMContentLoaded", () => {
    const box = document.activeElement;
    if (box?.matches("input[type=search][hx-get]") && box.value !== box.defaultValue) {
      box.dispatchEvent(new Event("search", { bubbles: true }));
    }
  });

  /* htmx: what went wrong is said, not swallowed. */
  const trouble = () => {
    const place = document.getElementById("messages");
    const words = document.getElementById("trouble");
    if (place && words) place.replaceChildren(words.content.cloneNode(true));
  };
  document.addEventListener("htmx:sendError", (event) => {
    if (event.target.id !== "bell") trouble();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.target.id !== "bell" && event.detail.xhr.status >= 500) trouble();
  });
})();
