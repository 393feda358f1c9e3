/* A button that opens the browser's own calendar beside a day that is typed as day/month/year. */
(() => {
  "use strict";
  document.querySelectorAll("input[data-day]").forEach((field) => {
    const picker = document.createElement("input"), button = document.createElement("button");
    if (!picker.showPicker) return;
    Object.assign(picker, { type: "date", tabIndex: -1, value: field.dataset.day });
    picker.setAttribute("aria-hidden", "true");
    Object.assign(button, { type: "button", title: field.dataset.pick });
    button.setAttribute("aria-label", field.dataset.pick);
    button.addEventListener("click", () => picker.showPicker());
    picker.addEventListener("change", () => {
      field.value = picker.value.split("-").reverse().join("/");
      field.focus();
      if ("auto" in field.form.dataset) field.form.requestSubmit();
    });
    field.after(picker, button);
  });
})();
