// Shows how far a backup or restore has come, and the page anew when it has ended.
"use strict";
(() => {
  const box = document.querySelector("[data-work]");
  if (!box) return;
  const bar = box.querySelector("progress");
  const stage = box.querySelector("[data-stage]");
  const lang = document.documentElement.lang === "en" ? "en" : "vi";
  const look = async () => {
    try {
      const answer = await fetch("/api/v1/operations/work", { headers: { accept: "application/json" } });
      // After a restore everybody has to sign in again; the page then says so.
      if (!answer.ok) return location.reload();
      const { work } = await answer.json();
      if (!work || work.state !== "running") return location.reload();
      stage.textContent = work.stage_words[lang];
      if (work.of) { bar.max = work.of; bar.value = work.done; } else bar.removeAttribute("value");
    } catch { /* the server is busy; look again */ }
    setTimeout(look, 1200);
  };
  setTimeout(look, 800);
})();
