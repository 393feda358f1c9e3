/* Small comforts; every page works without them. */
(() => {
  "use strict";
  const $ = (selector) => document.querySelector(selector);
  const help = $("#help");
  const typing = (node) => node && (/^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || node.isContentEditable);

  const openHelp = () => help && help.showModal && help.showModal();
  document.querySelectorAll("[data-help]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", openHelp);
  });

  // The hits of a search, else the rows of a list: each goes by its first link.
  function stops() {
    const hits = [...document.querySelectorAll("[data-hit]")];
    if (hits.length) return hits;
    const rows = document.querySelectorAll("main :is(.hits > li, .rows > li, .ledger tbody tr, .history > li)");
    return [...rows].map((row) => row.querySelector("a[href]")).filter(Boolean);
  }

  function step(by) {
    const links = stops();
    if (!links.length) return false;
    const row = document.activeElement.closest("li, tr");
    const at = links.indexOf(document.activeElement);
    const here = at < 0 && row ? links.findIndex((link) => row.contains(link)) : at;
    const next = here < 0 ? (by > 0 ? 0 : -1) : here + by;
    if (next < 0) { const box = $("#q"); if (box) box.focus(); return true; }
    if (next < links.length) {
      links[next].focus();
      links[next].scrollIntoView({ block: "nearest" });
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || (help && help.open)) return;
    const box = event.target.id === "q";
    if (event.key === "ArrowDown" && (box || !typing(event.target)) && (box || event.target.matches("[data-hit], body, main"))) {
      if (step(1)) event.preventDefault();
    } else if (event.key === "ArrowUp" && event.target.matches && event.target.matches("[data-hit]")) {
      if (step(-1)) event.preventDefault();
    } else if (!typing(event.target) && (event.key === "j" || event.key === "k")) {
      if (step(event.key === "j" ? 1 : -1)) event.preventDefault();
    } else if (!typing(event.target) && event.key === "/") {
      const field = $("#q") || $("input[type=search]");
      if (field) { event.preventDefault(); field.focus(); field.select(); } else { location.href = "/"; }
    } else if (!typing(event.target) && event.key === "?") {
      event.preventDefault();
      openHelp();
    }
  });

  document.querySelectorAll("form[data-auto]").forEach((form) => {
    form.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") form.requestSubmit(); });
    form.addEventListener("submit", () => {
      form.querySelectorAll("select, input").forEach((field) => { if (!field.value) field.disabled = true; });
    });
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-auto] :disabled").forEach((field) => { field.disabled = false; }));

  // The button that browsers draw speaks their language; this one speaks that of the page.
  document.querySelectorAll("input[type=file][data-choose]").forEach((field) => {
    const button = document.createElement("label");
    button.className = "button quiet choose";
    button.htmlFor = field.id;
    button.textContent = field.dataset.choose;
    field.classList.add("hidden");
    field.after(button);
    if (field.form && field.form.querySelector("[data-chosen]")) return;
    const named = document.createElement("span");
    named.setAttribute("role", "status");
    button.after(" ", named);
    field.addEventListener("change", () => { named.textContent = [...field.files].map((file) => file.name).join(", "); });
  });

  // Open where there is room: beside the text, or above a list on anything wider than a phone.
  document.querySelectorAll("[data-wide-open]").forEach((node) => {
    const wide = matchMedia(node.dataset.wideOpen || "(min-width: 62.01rem)");
    const unfold = () => { node.open = wide.matches || node.hasAttribute("data-keep"); };
    unfold();
    wide.addEventListener("change", unfold);
  });

  const here = $(".top nav [aria-current]");
  if (here) here.closest("ul").scrollLeft = here.offsetLeft - 40;

  // A chart wider than its frame begins at its first bar.
  document.querySelectorAll(".picture .scroll").forEach((frame) => {
    const bar = frame.querySelector(".standing .part");
    if (bar) frame.scrollLeft += bar.getBoundingClientRect().left - frame.getBoundingClientRect().left - 48;
  });

  const theme = $("[data-theme-button]");
  if (theme) {
    const root = document.documentElement;
    const dark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const label = () => {
      const words = dark() ? theme.dataset.light : theme.dataset.dark;
      theme.title = words;
      theme.querySelector(".hidden").textContent = words;
      theme.value = dark() ? "light" : "dark";
    };
    label();
    theme.addEventListener("click", (event) => {
      event.preventDefault();
      root.dataset.theme = theme.value;
      document.cookie = `theme=${theme.value};path=/;max-age=31536000;samesite=lax`;
      label();
    });
  }
})();
