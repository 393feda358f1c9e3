/* Keys for the way through an answer's citations; the links work without them. */
(() => {
  "use strict";
  const typing = (node) => node && (/^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || node.isContentEditable);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    const link = event.key === "n" ? "[data-next]" : event.key === "p" ? "[data-prev]" : "";
    const found = link && document.querySelector(link);
    if (found) { event.preventDefault(); location.href = found.href; }
  });
})();
