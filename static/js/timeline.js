// The source of the bar that is pointed at or focused, in words under the time line.
"use strict";

for (const box of document.querySelectorAll("[data-timeline]")) {
  const line = box.querySelector("[data-timeline-tip]");
  const first = line.textContent;
  const show = (event) => {
    const piece = event.target.closest("[data-tip]");
    line.textContent = piece ? piece.dataset.tip : first;
    line.classList.toggle("is-said", Boolean(piece));
  };
  box.addEventListener("mouseover", show);
  box.addEventListener("focusin", show);
  box.addEventListener("click", (event) => {
    const bar = event.target.closest("a.tl-bar");
    const row = bar && document.getElementById(bar.getAttribute("href").slice(1));
    const folded = row && row.closest("details");
    if (folded) folded.open = true;
  });
}
