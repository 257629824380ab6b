/* The interview: rows come and go, the draft saves itself, Enter goes on and never sends. */
(() => {
  const form = document.getElementById("interview");
  if (!form) return;
  const said = document.querySelector("[data-saved]");
  const text = form.dataset;
  const version = form.elements.namedItem("version");
  const PAUSE = 2500;
  let changed = false;
  let saving = false;
  let stopped = false;
  let leaving = false;
  let timer = 0;

  /* Rows */
  const nextIndex = (rows) => {
    const used = [...rows.querySelectorAll("[data-row]")].map((row) => Number(row.id.split("-").pop()));
    return Math.max(Number(rows.dataset.next || 0), ...used.map((index) => index + 1), 0);
  };
  const addRow = (rows, focus = true) => {
    const index = nextIndex(rows);
    rows.dataset.next = String(index + 1);
    const holder = document.createElement("div");
    holder.append(rows.querySelector("template").content.cloneNode(true));
    for (const node of holder.querySelectorAll("*")) {
      for (const attribute of [...node.attributes]) {
        if (attribute.value.includes("__n__")) {
          node.setAttribute(attribute.name, attribute.value.replaceAll("__n__", String(index)));
        }
      }
    }
    const row = holder.firstElementChild;
    rows.querySelector("[data-rows-list]").append(row);
    if (focus) row.querySelector("select, input:not([type=hidden])")?.focus();
  };
  for (const rows of form.querySelectorAll("[data-rows-first]")) addRow(rows, false);
  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-row-add]");
    if (add) {
      addRow(add.closest("[data-rows]"));
      return;
    }
    const remove = event.target.closest("[data-row-remove]");
    if (remove) {
      const rows = remove.closest("[data-rows]");
      rows.dataset.next = String(nextIndex(rows));
      remove.closest("[data-row]").remove();
      rows.querySelector("[data-row-add]").focus();
      touched();
    }
  });

  /* Enter goes to the next field */
  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.ctrlKey || !field.matches("input, select")) return;
    event.preventDefault();
    const fields = [...form.querySelectorAll("input:not([type=hidden]), select, textarea, button")].filter(
      (other) => !other.disabled && other.offsetParent,
    );
    fields[fields.indexOf(field) + 1]?.focus();
  });

  /* Draft */
  const say = (words, kind = "") => {
    said.textContent = words;
    said.dataset.kind = kind;
  };
  const conflict = (answer) => {
    stopped = true;
    say(`${text.textConflict} ${answer.saved}. `, "danger");
    const theirs = document.createElement("a");
    theirs.href = location.pathname;
    theirs.textContent = text.textTheirs;
    theirs.addEventListener("click", () => {
      leaving = true;
    });
    const mine = document.createElement("button");
    mine.type = "button";
    mine.className = "btn btn-sm btn-outline-secondary";
    mine.textContent = text.textMine;
    mine.addEventListener("click", () => {
      version.value = answer.version;
      stopped = false;
      save();
    });
    said.append(theirs, " ", mine);
  };
  /* After signing in again in another tab the form goes on with the token of that session. */
  const renewToken = () => {
    const token = document.cookie.match(/(?:^|; )(?:__Secure-|__Host-)?csrftoken=([^;]+)/)?.[1];
    if (token) form.elements.namedItem("csrfmiddlewaretoken").value = token;
  };
  const save = async (last = false) => {
    clearTimeout(timer);
    if (saving || stopped) return;
    renewToken();
    saving = true;
    changed = false;
    say(text.textSaving);
    try {
      const answer = await fetch(text.draftUrl, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" },
        keepalive: last,
      });
      const json = (answer.headers.get("content-type") || "").includes("json");
      if (answer.redirected || answer.status === 403 || !json) {
        changed = true;
        say(text.textSignedOut, "danger");
      } else if (answer.status === 409) {
        changed = true;
        conflict(await answer.json());
      } else {
        const kept = await answer.json();
        if (answer.ok) {
          version.value = kept.version;
          if (!changed) say(`${text.textSaved} ${kept.saved}`, "success");
        } else {
          say(kept.message, "danger");
        }
      }
    } catch {
      changed = true;
      say(text.textOffline, "danger");
    }
    saving = false;
    if (changed && !stopped) timer = setTimeout(save, PAUSE * 2);
  };
  const touched = () => {
    changed = true;
    if (stopped) return;
    if (!saving) say(text.textUnsaved);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  addEventListener(
    "keydown",
    (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        event.stopImmediatePropagation();
        save();
      }
    },
    true,
  );
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && changed) save(true);
  });
  form.addEventListener("submit", () => {
    renewToken();
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("beforeunload", (event) => {
    if (changed && !leaving) event.preventDefault();
  });

  /* Where am I: the step of the section in sight is marked */
  const links = new Map(
    [...document.querySelectorAll(".interview-steps a")].map((link) => [link.hash.slice(1), link]),
  );
  const watch = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (!entry.isIntersecting) continue;
        for (const link of links.values()) link.removeAttribute("aria-current");
        links.get(entry.target.id)?.setAttribute("aria-current", "step");
      }
    },
    { rootMargin: "-20% 0px -70% 0px" },
  );
  for (const id of links.keys()) {
    const part = document.getElementById(id);
    if (part) watch.observe(part);
  }
})();
