/* Registering: purpose and amount are asked for only where the benefit needs them. */
(() => {
  const form = document.querySelector("[data-application]");
  if (!form) return;
  const needing = form.dataset.needsPurpose.split(" ");
  const part = form.querySelector("[data-purpose]");
  const show = () => {
    const chosen = form.querySelector("input[name=kind]:checked")?.value || "";
    const needed = needing.includes(chosen);
    part.hidden = !needed;
    for (const input of part.querySelectorAll("input, textarea")) input.disabled = !needed;
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === "kind") show();
  });
  show();
})();
