// Hand entry in place: where the focus goes when a form opens or closes, and what is said of saving.
// The pages work without this and without htmx.
"use strict";

(() => {
  const CARD = ".editor-card__inside";

  const savedMark = (element) => element?.closest("form.editor-form")?.querySelector(".editor-saved");

  const isFieldSave = (event) => event.detail.requestConfig?.path.endsWith("?kentta");

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

  // The swap takes the focused element away. The focus waits until htmx has settled: only then do the new buttons work.
  document.addEventListener("htmx:afterSettle", (event) => {
    const card = event.target.isConnected && event.target.closest?.(CARD);
    if (!card || card.querySelector("[data-take-focus]") || document.activeElement !== document.body) return;
    const form = card.querySelector("form.editor-form");
    const first = form ? form.querySelector(".field :is(input:not([type=hidden]), select, textarea)") : null;
    (first ?? card.querySelector("[data-edit]"))?.focus();
  });
})();
