/* The calculator: messages of the answer stand at their fields too; links and JSON are copied. */
(() => {
  const form = () => document.getElementById("calc");

  /* The answer came alone: put what it says at the fields, take away what it no longer says. */
  const mark = () => {
    const sheet = form();
    if (!sheet) return;
    for (const box of sheet.querySelectorAll("[data-field]")) {
      box.classList.remove("has-error", "is-needed");
      for (const old of box.querySelectorAll(":scope > .field-error")) old.remove();
      const control = box.querySelector(":scope > .form-control, :scope > .form-select, :scope > .input-group > .form-control");
      control?.classList.remove("is-invalid");
      control?.removeAttribute("aria-invalid");
      control?.removeAttribute("aria-describedby");
    }
    for (const item of sheet.querySelectorAll("[data-faults] > [data-for], [data-needed] > [data-for]")) {
      const id = item.dataset.for;
      const box = id && sheet.querySelector(`[data-field="${CSS.escape(id)}"]`);
      if (!box) continue;
      for (let around = box.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
      if (item.parentElement.hasAttribute("data-needed")) {
        box.classList.add("is-needed");
        continue;
      }
      box.classList.add("has-error");
      const words = document.createElement("div");
      words.className = "field-error";
      words.id = `${id}_error`;
      words.textContent = item.querySelector("[data-message]").textContent;
      box.append(words);
      const control = document.getElementById(id);
      if (control?.matches("input, select, textarea")) {
        control.classList.add("is-invalid");
        control.setAttribute("aria-invalid", "true");
        control.setAttribute("aria-describedby", words.id);
      }
    }
  };

  const offer = () => {
    for (const button of document.querySelectorAll("[data-copy], [data-copy-link]")) button.hidden = !navigator.clipboard;
  };
  offer();

  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target?.id === "result" || event.target.id === "result") mark();
    offer();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy], [data-copy-link]");
    if (!button) return;
    const { copy, copyLink } = button.dataset;
    const text = copy ? document.getElementById(copy).textContent : document.getElementById(copyLink).href;
    await navigator.clipboard.writeText(text);
    const said = document.querySelector("[data-copied-text]");
    if (said) said.textContent = said.dataset.copiedText;
  });
})();
