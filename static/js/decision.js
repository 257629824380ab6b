// Work on a decision: the draft saves itself, the letter beside it follows.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("draft-form");
  const frame = document.getElementById("letter-frame");
  const note = document.getElementById("draft-note");
  if (!form || !frame || !note) return;

  const say = (text, refused) => {
    note.textContent = text;
    note.classList.toggle("is-refused", refused);
  };

  document.body.addEventListener("draft-saved", (event) => {
    form.elements.version.value = event.detail.version;
    say(event.detail.text, false);
    const seen = frame.contentWindow.scrollY;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, seen), { once: true });
    frame.contentWindow.location.reload();
  });

  document.body.addEventListener("draft-refused", (event) => say(event.detail.text, true));

  // Handing on waits for a save that is on its way, so that nothing typed is left behind.
  let saving = false;
  let waiting = false;
  let button = null;
  form.addEventListener("htmx:beforeRequest", () => { saving = true; });
  form.addEventListener("htmx:afterRequest", () => {
    saving = false;
    if (waiting) {
      waiting = false;
      form.requestSubmit(button);
    }
  });
  form.addEventListener("submit", (event) => {
    if (!saving) return;
    event.preventDefault();
    waiting = true;
    button = event.submitter;
  });

  // A refusal takes fields away and brings others: the page is drawn anew.
  const refuse = form.elements.refuse;
  if (refuse) refuse.addEventListener("change", (event) => {
    event.stopPropagation();
    form.requestSubmit();
  });
});
