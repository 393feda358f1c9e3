/* Sending files one by one with their progress, and following an upload as the server reads it. */
(() => {
  "use strict";
  const form = document.querySelector("[data-upload]");
  const make = (tag, words) => { const node = document.createElement(tag); if (words) node.textContent = words; return node; };

  if (form) {
    const drop = form.querySelector("[data-drop]");
    const field = form.querySelector("#files");
    const folder = form.querySelector("#folder");
    const list = form.querySelector("[data-sending-list]");
    const chosen = form.querySelector("[data-chosen]");
    let token = form.querySelector("input[name=csrf]").value;
    let ended = false;
    const skipped = /(^|\/)(\.|~\$|Thumbs\.db|desktop\.ini|__MACOSX)/i;
    let files = [];
    form.querySelectorAll(".with-script").forEach((node) => { node.hidden = false; });
    field.required = false;

    const take = (found) => {
      files = [...found].filter((file) => !skipped.test(file.webkitRelativePath || file.name));
      chosen.textContent = files.length ? `${files.length} · ${files.slice(0, 3).map((file) => file.name).join(", ")}${files.length > 3 ? "…" : ""}` : "";
    };
    field.addEventListener("change", () => take(field.files));
    folder.addEventListener("change", () => take(folder.files));

    const inside = (entry) => new Promise((done) => {
      if (entry.isFile) { entry.file((file) => done(skipped.test(entry.fullPath) ? [] : [file]), () => done([])); return; }
      const reader = entry.createReader();
      const found = [];
      const next = () => reader.readEntries(async (entries) => {
        if (!entries.length) { done((await Promise.all(found.map(inside))).flat()); return; }
        found.push(...entries);
        next();
      }, () => done([]));
      next();
    });
    ["dragenter", "dragover"].forEach((name) => drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add("over"); }));
    ["dragleave", "drop"].forEach((name) => drop.addEventListener(name, () => drop.classList.remove("over")));
    drop.addEventListener("drop", async (event) => {
      event.preventDefault();
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      const plain = [...event.dataTransfer.files];
      take(entries.length ? (await Promise.all(entries.map(inside))).flat() : plain);
    });

    const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
    // What is said instead of taking something; once the session is over, the key of the form has to be asked for anew.
    const refusal = (text) => {
      try {
        const told = JSON.parse(text).error;
        ended = ["unauthorized", "bad_form_key"].includes(told.code);
        return ended ? form.dataset.ended : told.message;
      } catch (error) { return (parsed(text).querySelector(".title p") || {}).textContent; }
    };
    const renewed = async () => {
      const own = ended && parsed(await (await fetch("/add")).text()).querySelector("[data-upload] input[name=csrf]");
      if (own) { token = own.value; ended = false; }
    };

    const sendOne = (address, file, row) => new Promise((done) => {
      const bar = row.querySelector("progress");
      const said = row.querySelector("p");
      const ask = new XMLHttpRequest();
      ask.open("POST", `${address}/files`);
      ask.setRequestHeader("x-csrf-token", token);
      ask.setRequestHeader("accept", "application/json");
      ask.upload.addEventListener("progress", (event) => { if (event.lengthComputable) { bar.max = event.total; bar.value = event.loaded; } });
      const failed = (words) => {
        said.textContent = words || form.dataset.broken;
        said.className = "bad";
        bar.hidden = true;
        const again = make("button", form.dataset.again);
        again.type = "button";
        again.className = "button quiet";
        again.addEventListener("click", async () => { again.remove(); bar.hidden = false; said.className = "soft"; said.textContent = form.dataset.sending; await renewed(); await sendOne(address, file, row); });
        row.append(again);
        done(false);
      };
      ask.addEventListener("load", () => {
        if (ask.status >= 300) { failed(refusal(ask.responseText)); return; }
        said.textContent = form.dataset.sent;
        bar.hidden = true;
        done(true);
      });
      ["error", "abort", "timeout"].forEach((name) => ask.addEventListener(name, () => failed("")));
      const body = new FormData();
      body.append("csrf", token);
      body.append("file", file, file.name);
      ask.send(body);
    });

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!files.length) { chosen.textContent = form.dataset.none; field.focus(); return; }
      const button = form.querySelector("button.button");
      button.disabled = true;
      let words = "";
      let opened;
      try {
        await renewed();
        const names = new FormData();
        names.append("csrf", token);
        files.forEach((file) => names.append("name", file.name));
        form.querySelectorAll("input[name=group]:checked").forEach((one) => names.append("group", one.value));
        const answer = await fetch("/add", { method: "POST", body: names, headers: { accept: "application/json", "x-csrf-token": token } });
        const text = await answer.text();
        if (answer.status === 201) opened = JSON.parse(text); else words = refusal(text);
      } catch (error) { words = ""; }
      if (!opened) { chosen.textContent = words || form.dataset.broken; button.disabled = false; return; }
      history.replaceState(null, "", opened.address);
      list.hidden = false;
      const rows = files.map((file) => {
        const row = make("li");
        row.append(make("b", file.name));
        const said = make("p", form.dataset.sending);
        said.className = "soft";
        const bar = make("progress");
        bar.setAttribute("aria-label", file.name);
        bar.value = 0;
        row.append(said, bar);
        list.append(row);
        return row;
      });
      let whole = true;
      for (let at = 0; at < files.length; at += 1) {
        rows[at].scrollIntoView({ block: "nearest" });
        whole = (await sendOne(opened.address, files[at], rows[at])) && whole;
      }
      if (whole) { location.assign(opened.address); return; }
      const link = make("a", form.dataset.open);
      link.href = opened.address;
      chosen.replaceChildren(link);
    });
  }

  const start = document.querySelector("#progress[data-events]");
  if (!start || !window.EventSource) return;
  const stream = new EventSource(start.dataset.events);
  const put = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("#progress");
    const here = document.querySelector("#progress");
    const list = here.querySelector(".jobs");
    const headline = fresh.querySelector("h1").textContent;
    here.querySelector(".title").replaceChildren(...fresh.querySelector(".title").childNodes);
    [...fresh.querySelectorAll(".jobs > li")].forEach((row) => {
      const old = document.getElementById(row.id);
      if (!old) { list.append(row); return; }
      const focused = old.contains(document.activeElement) && document.activeElement.value;
      if (old.isEqualNode(row)) return;
      old.replaceWith(row);
      if (focused) { const again = row.querySelector(`button[value="${focused}"]`); if (again) again.focus(); }
    });
    const note = here.querySelector(":scope > .note");
    const told = fresh.querySelector(":scope > .note");
    if (note && !told) note.remove();
    if (!fresh.hasAttribute("data-poll")) { here.removeAttribute("data-poll"); document.title = `${headline} · Chủ Trì`; }
  };
  stream.addEventListener("files", (event) => put(event.data));
  stream.addEventListener("end", () => stream.close());
  addEventListener("pagehide", () => stream.close());
})();
