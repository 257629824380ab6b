/* The search: hits as one types, arrow keys through them, Enter opens, Esc goes back to the box. */
(() => {
  const here = new URL(location.href);
  if (here.searchParams.get("from") === "search") {
    /* said once to the log of looks; a reload or a copied address is another way in */
    here.searchParams.delete("from");
    history.replaceState(history.state, "", here);
  }

  const say = (form, source) => {
    const words = source.querySelector("[data-said]")?.textContent ?? "";
    form.querySelector("[data-search-said]").textContent = words.trim();
  };

  /* Hits under the box: the focus stays in the box, the chosen hit is its active descendant. */
  const underTheBox = (form, input, pop) => {
    let at = -1;
    let wanted = false;
    const options = () => [...pop.querySelectorAll("[role=option]")];

    const mark = (index) => {
      const all = options();
      at = index;
      all.forEach((option, number) => option.setAttribute("aria-selected", number === at));
      if (at < 0) {
        input.removeAttribute("aria-activedescendant");
      } else {
        input.setAttribute("aria-activedescendant", all[at].id);
        all[at].scrollIntoView({ block: "nearest" });
      }
    };
    const open = () => {
      if (!pop.childElementCount) return;
      pop.hidden = false;
      const list = pop.querySelector("[role=listbox]");
      if (list) input.setAttribute("aria-controls", list.id);
      input.setAttribute("aria-expanded", Boolean(list));
    };
    const close = () => {
      wanted = false;
      mark(-1);
      pop.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-controls");
      window.htmx?.trigger(input, "htmx:abort");
    };

    input.addEventListener("focus", () => { wanted = true; });
    input.addEventListener("input", () => {
      wanted = true;
      mark(-1);
    });
    pop.addEventListener("htmx:afterSwap", () => {
      const list = pop.querySelector("[role=listbox]");
      if (list) list.id = `${input.id}-list`;
      options().forEach((option, number) => { option.id = `${input.id}-${number}`; });
      mark(-1);
      if (!wanted) return;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-controls");
      open();
      say(form, pop);
    });

    input.addEventListener("keydown", (event) => {
      const all = options();
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        wanted = true;
        if (pop.hidden) open();
        if (!all.length) return;
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark(at < 0 && step < 0 ? all.length - 1 : (at + step + all.length) % all.length);
      } else if (event.key === "Enter" && at >= 0 && !pop.hidden) {
        event.preventDefault();
        if (event.ctrlKey || event.metaKey) window.open(all[at].href, "_blank", "noopener");
        else location.assign(all[at].href);
      }
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || pop.hidden) return;
      event.preventDefault();
      if (document.activeElement !== input) input.focus();
      close();
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) close();
    });
    /* a press on a hit leaves the focus in the box, so that the list is still there for the click */
    pop.addEventListener("mousedown", (event) => event.preventDefault());
  };

  /* Hits on the page: the focus moves through their links. */
  const onThePage = (form, input) => {
    const hits = document.getElementById("hits");
    const move = (event, from) => {
      const links = [...hits.querySelectorAll("[data-hit]")];
      const steps = { ArrowDown: from + 1, ArrowUp: from - 1 };
      if (from >= 0) Object.assign(steps, { Home: 0, End: links.length - 1 });
      if (!(event.key in steps) || !links.length) return;
      event.preventDefault();
      const to = steps[event.key];
      if (to < 0 && from >= 0) input.focus();
      else links[Math.max(0, Math.min(to, links.length - 1))].focus();
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") move(event, -1);
    });
    hits.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        input.focus();
        return;
      }
      const link = event.target.closest("[data-hit]");
      if (link) move(event, [...hits.querySelectorAll("[data-hit]")].indexOf(link));
    });
    hits.addEventListener("htmx:afterSwap", () => say(form, hits));
  };

  for (const form of document.querySelectorAll("[data-search]")) {
    const input = form.querySelector("[data-key-search]");
    const pop = form.querySelector("[data-search-pop]");
    if (pop) underTheBox(form, input, pop);
    else onThePage(form, input);
  }
})();
