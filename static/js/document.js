/* Reading a paper: size, turning, full screen. Works as plain pictures without it. */
(() => {
  const STEPS = ["is-small", "", "is-large", "is-huge"];

  for (const reader of document.querySelectorAll("[data-reader]")) {
    const pages = reader.querySelector(".reader-pages");
    let size = 1;
    let turns = 0;
    const zoom = (by) => {
      size = Math.min(Math.max(size + by, 0), STEPS.length - 1);
      pages.classList.remove(...STEPS.filter(Boolean));
      if (STEPS[size]) pages.classList.add(STEPS[size]);
    };
    const turn = () => {
      pages.classList.remove(`is-turned-${turns}`);
      turns = (turns + 1) % 4;
      if (turns) pages.classList.add(`is-turned-${turns}`);
    };
    const full = () => (document.fullscreenElement ? document.exitFullscreen() : reader.requestFullscreen());

    reader.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.zoom) zoom(Number(button.dataset.zoom));
      if ("turn" in button.dataset) turn();
      if ("full" in button.dataset) full();
    });
    reader.addEventListener("keydown", (event) => {
      const does = { "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1), r: turn, f: full }[event.key];
      if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      does();
    });
  }
})();
