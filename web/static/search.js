/* Suggestions while typing (the combobox pattern of the ARIA Authoring Practices) and chip menus that close themselves. */
(() => {
  "use strict";
  const WAIT = 130;
  const box = document.querySelector("form.ask");
  const words = box ? JSON.parse(box.dataset.words) : {};
  const address = {
    unit: (one) => `/units/${encodeURIComponent(one.value)}`,
    document: (one) => `/documents/${encodeURIComponent(one.value)}`,
    section: (one) => `/tasks?section_is=${encodeURIComponent(one.value)}`,
    task: (one) => `/?q=${encodeURIComponent(one.value)}`,
    past: (one) => `/?q=${encodeURIComponent(one.value)}`,
  };

  function combobox(input, name, kinds, choose) {
    const list = document.createElement("ul");
    const live = document.createElement("span");
    Object.assign(list, { id: name, className: "suggestions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", words.label);
    Object.assign(live, { className: "hidden" });
    live.setAttribute("role", "status");
    input.after(list);
    input.closest("form").append(live);
    for (const [key, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": name })) input.setAttribute(key, value);
    let found = [], at = -1, timer = 0, request = null, shown = "";

    function close() {
      clearTimeout(timer);
      if (request) request.abort();
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function point(next) {
      const options = list.children;
      if (at >= 0) options[at].setAttribute("aria-selected", "false");
      at = next;
      if (at < 0) { input.removeAttribute("aria-activedescendant"); return; }
      options[at].setAttribute("aria-selected", "true");
      options[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[at].id);
    }
    function option(one, place) {
      const item = document.createElement("li"), text = document.createElement("span"), kind = document.createElement("span");
      item.id = `${name}-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      Object.assign(text, { lang: "vi", textContent: one.text });
      Object.assign(kind, { className: "soft", textContent: words[one.kind] });
      item.append(text, kind);
      if (one.note) {
        const note = document.createElement("span");
        Object.assign(note, { className: "note-of", lang: "vi", textContent: one.note.length > 110 ? `${one.note.slice(0, 110)}…` : one.note });
        item.append(note);
      }
      item.addEventListener("mousedown", (event) => event.preventDefault());
      item.addEventListener("click", () => choose(one));
      return item;
    }
    function show(suggestions) {
      found = suggestions.filter((one) => !kinds || kinds.includes(one.kind));
      list.replaceChildren(...found.map(option));
      at = -1;
      list.hidden = !found.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
      live.textContent = found.length ? words.count.replace("{n}", found.length) : words.none;
    }
    async function ask() {
      if (request) request.abort();
      const own = request = new AbortController();
      shown = input.value;
      try {
        const answer = await fetch(`/api/v1/suggest?q=${encodeURIComponent(shown)}`, { signal: own.signal, headers: { accept: "application/json" } });
        if (answer.ok && own === request && document.activeElement === input) show((await answer.json()).suggestions);
      } catch (error) { /* A newer request took its place, or the server is out of reach: the box works without. */ }
    }
    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      if (event.isComposing) return;
      if (!input.value.trim()) { close(); return; }
      timer = setTimeout(ask, WAIT);
    });
    input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    input.addEventListener("click", () => { if (list.hidden && !input.value) ask(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      const open = !list.hidden;
      if (event.key === "ArrowDown" && !open && (event.altKey || !input.value)) { ask(); event.preventDefault(); event.stopPropagation(); return; }
      if (!open) return;
      const last = found.length - 1;
      if (event.key === "ArrowDown") point(at === last ? -1 : at + 1);
      else if (event.key === "ArrowUp") point(at < 0 ? last : at - 1);
      else if (event.key === "Escape") close();
      else if (event.key === "Enter" && at >= 0) choose(found[at]);
      else { if (event.key === "Tab" || event.key === "Enter") close(); return; }
      event.preventDefault();
      event.stopPropagation();
    });
    input.form.addEventListener("submit", close);
  }

  if (box) {
    const input = box.querySelector("input[type=search]");
    combobox(input, "suggestions", null, (one) => { location.href = address[one.kind](one); });
    document.querySelectorAll("[data-suggest]").forEach((field, place) => {
      combobox(field, `suggestions-${place}`, [field.dataset.suggest], (one) => { field.value = one.text; field.form.requestSubmit(); });
    });
  }

  const menus = [...document.querySelectorAll(".chip details")];
  menus.forEach((menu) => {
    menu.addEventListener("toggle", () => {
      if (!menu.open) return;
      menus.forEach((other) => { if (other !== menu) other.open = false; });
      const list = menu.querySelector(".menu");
      const over = list.getBoundingClientRect().right - document.documentElement.clientWidth + 8;
      if (over > 0) list.classList.add("right");
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => menus.forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; }));
})();
