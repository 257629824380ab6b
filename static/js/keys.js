/* Keys: / search, n new, g p desk, ? help, Ctrl+S save, Enter opens a row. */
(() => {
  let before = "";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      const form = document.querySelector("form[data-save]") || document.activeElement?.form;
      if (form && form.method === "post") {
        event.preventDefault();
        form.requestSubmit(form.querySelector("[data-save-button]") || undefined);
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const help = document.getElementById("help");
    const helpOpen = help?.classList.contains("show");
    if (event.key === "/") {
      const search = document.querySelector("main [data-key-search]") || document.querySelector("[data-key-search]");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    } else if (event.key === "n" && !helpOpen) {
      document.querySelector("[data-key-new]")?.click();
    } else if (event.key === "?" && help && !helpOpen) {
      const place = document.activeElement;
      help.addEventListener("hidden.bs.modal", () => place?.focus(), { once: true });
      window.bootstrap.Modal.getOrCreateInstance(help).show();
    } else if (event.key === "p" && before === "g") {
      location.assign("/");
    }
    before = event.key;
  });
})();
