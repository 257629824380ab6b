// The source of the bar that is pointed at or focused, in words under the time line.
"use strict";

// What a bar says stays in sight while its beginning is scrolled away.
const keepTextsInSight = (box) => {
  const scroller = box.querySelector(".table-responsive");
  const texts = [...box.querySelectorAll(".tl-bar text")].map((text) => {
    const bar = text.parentElement;
    return { text, own: Number(text.getAttribute("x")), from: Number(bar.getAttribute("x")), width: Number(bar.getAttribute("width")) };
  });
  const place = () => {
    for (const { text, own, from, width } of texts) {
      const hidden = Math.min(scroller.scrollLeft - from, width - 40);
      text.setAttribute("x", own + Math.max(hidden, 0));
    }
  };
  scroller.addEventListener("scroll", place, { passive: true });
  place();
};

for (const box of document.querySelectorAll("[data-timeline]")) {
  keepTextsInSight(box);
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
