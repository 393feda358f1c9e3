/* Review by keyboard; the field in hand lit on the page; what was typed kept should the session end meanwhile. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  const typing = (node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
  const follow = (name) => { const link = document.querySelector(`[data-${name}]`); if (link) { link.click(); return true; } return false; };
  document.querySelectorAll("[data-keys]").forEach((node) => { node.hidden = false; });

  // Only a page that says that something was kept lets go of what was typed.
  const sent = sessionStorage.getItem("review-sent");
  if (sent && document.querySelector(".told") && !document.querySelector(".wrong")) {
    sessionStorage.removeItem(sent);
    sessionStorage.removeItem("review-sent");
  }

  if (form) {
    const key = `review:${form.dataset.keep}`;
    const fields = [...form.querySelectorAll("[name^='f-']")];
    const light = (name) => document.querySelectorAll("[data-frame]").forEach((frame) => frame.classList.toggle("on", frame.dataset.frame === name && name !== ""));
    const box = document.querySelector(".original");
    form.addEventListener("focusin", (event) => {
      const field = event.target.closest("[data-field]");
      light(field ? field.dataset.field : "");
    });
    const first = document.querySelector(".stack rect.doubtful") || document.querySelector(".stack rect");
    if (first && box && box.scrollHeight > box.clientHeight) box.scrollTop += first.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;
    const marked = document.querySelector(".excerpt mark");
    if (marked && box) box.scrollTop += marked.getBoundingClientRect().top - box.getBoundingClientRect().top - box.clientHeight / 3;

    try {
      const kept = JSON.parse(sessionStorage.getItem(key) || "null");
      if (kept) fields.forEach((field) => {
        const was = form.elements[`was-${field.name.slice(2)}`];
        if (kept[field.name] !== undefined && kept.was[field.name] === was.value) field.value = kept[field.name];
      });
    } catch (error) { sessionStorage.removeItem(key); }
    form.addEventListener("input", () => {
      const kept = { was: {} };
      fields.forEach((field) => {
        const was = form.elements[`was-${field.name.slice(2)}`].value;
        if (field.value !== was) { kept[field.name] = field.value; kept.was[field.name] = was; }
      });
      try { sessionStorage.setItem(key, JSON.stringify(kept)); } catch (error) { /* Keeping is only a comfort. */ }
    });
    form.addEventListener("submit", () => sessionStorage.setItem("review-sent", key));
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || document.querySelector("dialog[open]")) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && form) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-right]"));
      return;
    }
    if (event.ctrlKey || event.metaKey || typing(event.target)) return;
    if (event.key === "n" && follow("next")) event.preventDefault();
    else if (event.key === "p" && follow("previous")) event.preventDefault();
    else if (event.key === "e" && form) {
      event.preventDefault();
      (form.querySelector(".wrong [name^='f-'], .doubtful [name^='f-']") || form.querySelector("[name^='f-']")).focus();
    }
  });
})();
