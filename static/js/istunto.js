// Warns before the session ends (templates/accounts/_istunto.html) and leaves the page when it has ended.
"use strict";

(() => {
  const root = document.getElementById("istunto");
  if (!root) return;
  const dialog = root.querySelector("dialog");
  const warningMs = Number(root.dataset.varoitus) * 1000;
  const otherTabs = "BroadcastChannel" in window ? new BroadcastChannel("istunto") : null;
  let idleEnd = 0;
  let longestEnd = 0;
  let dismissed = false;

  const end = () => Math.min(idleEnd, longestEnd);

  const setEnds = (idle, longest) => {
    idleEnd = idle;
    longestEnd = longest;
    dismissed = false;
    if (dialog.open && end() - Date.now() > warningMs) dialog.close();
  };

  const learn = (idleSeconds, longestSeconds) => {
    setEnds(Date.now() + idleSeconds * 1000, Date.now() + longestSeconds * 1000);
    otherTabs?.postMessage([idleEnd, longestEnd]);
  };

  const warn = () => {
    const reason = longestEnd <= idleEnd ? "enintaan" : "jouten";
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
    root.querySelectorAll("[data-istunto=kello]").forEach((element) => (element.textContent = clock.format(end())));
    root.querySelectorAll("[data-istunto=jouten]").forEach((element) => (element.hidden = reason !== "jouten"));
    root.querySelectorAll("[data-istunto=enintaan]").forEach((element) => (element.hidden = reason !== "enintaan"));
    dialog.showModal();
  };

  const leave = () => {
    const next = location.pathname + location.search;
    location.replace(`${root.dataset.kirjaudu}?${new URLSearchParams({ next, istunto: "paattyi" })}`);
  };

  // Clocks of sleeping computers and hidden tabs stand still: look at the time, don't trust a timer.
  const look = () => {
    const left = end() - Date.now();
    if (left <= 0) leave();
    else if (left <= warningMs && !dialog.open && !dismissed) warn();
  };

  otherTabs?.addEventListener("message", (event) => setEnds(...event.data));
  document.addEventListener("htmx:afterRequest", (event) => {
    const ends = event.detail.xhr?.getResponseHeader("Istunto");
    if (ends) learn(...ends.split(" ").map(Number));
  });
  root.querySelector("[data-istunto=sulje]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => (dismissed = end() - Date.now() <= warningMs));
  document.addEventListener("visibilitychange", look);
  learn(Number(root.dataset.jouten), Number(root.dataset.enintaan));
  setInterval(look, 1000);
  look();
})();
