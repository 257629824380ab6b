/* Files by dropping them or by the phone's camera, with names, sizes and the progress of sending. */
(() => {
  for (const input of document.querySelectorAll("input[type=file][data-drop]")) {
    const form = input.form;
    const zone = document.querySelector("[data-drop-zone]");
    if (!zone) continue;
    const list = zone.querySelector("[data-drop-list]");
    const bar = zone.querySelector("progress");
    const camera = zone.querySelector("[data-camera]");
    const most = Number(zone.dataset.most) * 1024 * 1024;

    const show = () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const item = document.createElement("li");
        const size = Math.max(file.size / 1024 / 1024, 0.1);
        item.textContent = `${file.name} · ${size.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
        if (file.size > most) {
          item.classList.add("is-too-big");
          item.textContent += ` · ${zone.dataset.tooBig}`;
        }
        return item;
      }));
    };
    const add = (files) => {
      const all = new DataTransfer();
      for (const file of [...input.files, ...files]) all.items.add(file);
      input.files = all.files;
      show();
    };

    zone.hidden = false;
    input.addEventListener("change", show);
    camera.addEventListener("change", () => {
      add(camera.files);
      camera.value = "";
    });
    for (const name of ["dragover", "dragleave", "drop"]) {
      zone.addEventListener(name, (event) => {
        event.preventDefault();
        zone.classList.toggle("is-over", name === "dragover");
        if (name === "drop") add(event.dataTransfer.files);
      });
    }

    /* A large file takes a while over a slow line: the bar shows how far it is. */
    form.addEventListener("submit", (event) => {
      const total = [...input.files].reduce((sum, file) => sum + file.size, 0);
      if (event.defaultPrevented || total < 2 * 1024 * 1024) return;
      event.preventDefault();
      const request = new XMLHttpRequest();
      bar.hidden = false;
      request.upload.addEventListener("progress", (sent) => {
        bar.value = sent.loaded / sent.total;
      });
      request.addEventListener("load", () => {
        if (request.responseURL && new URL(request.responseURL).pathname !== location.pathname) {
          location.assign(request.responseURL);
          return;
        }
        document.open();
        document.write(request.responseText);
        document.close();
      });
      request.addEventListener("error", () => {
        bar.hidden = true;
        list.append(Object.assign(document.createElement("li"), { className: "is-too-big", textContent: zone.dataset.failed }));
      });
      request.open("POST", form.action || location.href);
      request.send(new FormData(form));
    });
  }
})();
