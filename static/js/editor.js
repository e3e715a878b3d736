// Hand entry in place: where the focus goes when a form opens or closes, and what is said of saving.
// The pages work without this and without htmx.
"use strict";

(() => {
  const CARD = ".editor-card__inside";

  const savedMark = (element) => element?.closest("form.editor-form")?.querySelector(".editor-saved");

  const isFieldSave = (event) => event.detail.requestConfig?.parameters?.toiminto === "kentta";

  document.addEventListener("htmx:beforeRequest", (event) => {
    const mark = isFieldSave(event) && savedMark(event.detail.elt);
    if (mark) mark.textContent = mark.dataset.saving;
  });

  // What could not be saved stays in its field; the next change saves it too.
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach((name) =>
    document.addEventListener(name, (event) => {
      const mark = savedMark(event.detail.elt);
      if (mark) mark.textContent = mark.dataset.failed;
    }),
  );

  document.addEventListener("htmx:afterSwap", (event) => {
    const card = event.detail.target?.closest?.(CARD) ?? event.detail.elt?.closest?.(CARD);
    if (!card || event.detail.requestConfig?.verb === undefined) return;
    if (card.querySelector("[data-take-focus]")) return;
    const form = card.querySelector("form.editor-form");
    const first = form
      ? form.querySelector(".field input:not([type=hidden]), .field select, .field textarea")
      : card.querySelector("[data-edit]");
    first?.focus();
  });
})();
