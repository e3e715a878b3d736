// Enhances pages that already work: focus, announcements, dialogs, date picker, combobox, printing.
// templates/components/README.md lists the markup it looks for. No dependency but htmx's events.
"use strict";

(() => {
  const status = () => document.getElementById("ilmoitukset");

  /** Say something to screen readers; cleared first so that the same words are said again. */
  const announce = (text) => {
    const region = status();
    if (!region || !text) return;
    region.textContent = "";
    setTimeout(() => (region.textContent = text), 100);
  };

  const fire = (input, ...names) => names.forEach((name) => input.dispatchEvent(new Event(name, { bubbles: true })));

  const each = (root, selector, act) => {
    if (root.matches?.(selector)) act(root);
    root.querySelectorAll(selector).forEach(act);
  };

  // --- Dates -----------------------------------------------------------------------------

  const toIso = (typed) => {
    const found = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(typed);
    return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
  };

  const fromIso = (iso) => iso.split("-").reverse().map(Number).join(".");

  const CALENDAR =
    '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="M4 6h16v14H4zM4 10h16M8 3v4M16 3v4"/></svg>';

  const addDatePicker = (row) => {
    const typed = row.querySelector("input");
    if (row.querySelector(".picker") || typed.readOnly) return;
    const picker = document.createElement("span");
    picker.className = "picker";
    const native = document.createElement("input");
    native.type = "date";
    native.className = "picker__native";
    native.tabIndex = -1;
    native.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary picker__button";
    button.setAttribute("aria-label", row.dataset.datePicker);
    button.innerHTML = CALENDAR;
    if (!native.showPicker) return;
    button.addEventListener("click", () => {
      native.value = toIso(typed.value);
      native.showPicker();
    });
    // The calendar's own events say nothing to anybody but the typed field.
    ["input", "change"].forEach((name) => native.addEventListener(name, (event) => event.stopPropagation()));
    native.addEventListener("change", () => {
      if (!native.value) return;
      typed.value = fromIso(native.value);
      fire(typed, "input", "change");
      button.focus();
    });
    picker.append(native, button);
    row.append(picker);
  };

  // --- Combobox (ARIA 1.2, list autocomplete) ---------------------------------------------

  const makeCombobox = (field) => {
    const input = field.querySelector("input[role=combobox], .combobox__box > input");
    const list = field.querySelector("[role=listbox]");
    const said = field.querySelector("[data-combobox-status]");
    if (!input || input.getAttribute("role") === "combobox") return;

    const name = input.name.replace(/_haku$/, "");
    let hidden = field.querySelector(`input[type=hidden][name="${CSS.escape(name)}"]`);
    if (!hidden) {
      // Results of a search made without JavaScript: the list takes their place.
      hidden = document.createElement("input");
      hidden.type = "hidden";
      hidden.name = name;
      const radios = [...field.querySelectorAll("input[type=radio]")];
      hidden.value = radios.find((radio) => radio.checked)?.value ?? "";
      radios.forEach((radio) => (radio.disabled = true));
      field.append(hidden);
    }
    let picked = { value: hidden.value, text: input.value };
    let active = -1;
    let timer = 0;
    let asked = 0;

    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", list.id);

    const options = () => [...list.querySelectorAll("[role=option]")];

    const mark = (index) => {
      const all = options();
      active = all.length ? (index + all.length) % all.length : -1;
      all.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
      if (active < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    };

    const close = () => {
      clearTimeout(timer);
      asked += 1;
      list.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };

    const set = (value, text) => {
      const changed = value !== hidden.value;
      picked = { value, text };
      hidden.value = value;
      input.value = text;
      if (changed) fire(hidden, "change");
    };

    const pick = (option) => {
      set(option.dataset.value, option.dataset.text);
      close();
      said.textContent = `${field.dataset.picked} ${option.dataset.text}`;
    };

    const search = async () => {
      const words = input.value.trim();
      const turn = (asked += 1);
      const url = new URL(field.dataset.combobox, location.href);
      url.searchParams.set("q", words);
      try {
        const answer = await fetch(url, {
          headers: { "HX-Request": "true", "HX-Current-URL": location.href },
          credentials: "same-origin",
        });
        if (turn !== asked) return;
        // The session has ended: the server says where to sign in, as it says to htmx.
        if (answer.headers.has("HX-Redirect")) return location.assign(answer.headers.get("HX-Redirect"));
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const html = await answer.text();
        if (turn !== asked) return;
        list.innerHTML = html;
      } catch {
        if (turn !== asked) return;
        list.innerHTML = "";
        list.hidden = true;
        said.textContent = field.dataset.failed;
        return;
      }
      const all = options();
      all.forEach((option, at) => {
        option.id = `${list.id}-${at}`;
        option.setAttribute("aria-selected", "false");
      });
      active = -1;
      input.removeAttribute("aria-activedescendant");
      if (!all.length) {
        const none = document.createElement("li");
        none.className = "combobox__more";
        none.setAttribute("role", "option");
        none.setAttribute("aria-disabled", "true");
        none.textContent = field.dataset.none;
        list.replaceChildren(none);
      }
      list.hidden = false;
      input.setAttribute("aria-expanded", "true");
      const { none, one, many } = field.dataset;
      said.textContent = all.length === 0 ? none : all.length === 1 ? one : many.replace("%n", all.length);
    };

    input.addEventListener("input", () => {
      if (hidden.value && input.value !== picked.text) {
        hidden.value = "";
        fire(hidden, "change");
      }
      clearTimeout(timer);
      if (!input.value.trim()) return close();
      timer = setTimeout(search, 200);
    });

    input.addEventListener("keydown", (event) => {
      const open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (open) mark(event.key === "ArrowDown" ? active + 1 : active < 0 ? -1 : active - 1);
        else search();
      } else if (event.key === "Enter" && open) {
        // Enter never sends the form from under an open list.
        event.preventDefault();
        const option = options()[active];
        if (option && option.getAttribute("aria-disabled") !== "true") pick(option);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    });

    // pointerdown, so that the input keeps focus and blur doesn't close the list first.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option && option.getAttribute("aria-disabled") !== "true") pick(option);
    });
    input.addEventListener("blur", close);
  };

  // --- Dialogs ---------------------------------------------------------------------------

  const openDialog = (dialog) => {
    if (!dialog.open) dialog.showModal();
  };

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    const dialog = opener && document.getElementById(opener.dataset.dialog);
    if (dialog?.showModal) {
      event.preventDefault();
      openDialog(dialog);
    }
    if (event.target.closest("[data-close-dialog]")) event.target.closest("dialog")?.close();
    if (event.target.closest("[data-print]")) window.print();
  });

  // --- Whole page and swapped parts --------------------------------------------------------

  const enhance = (root) => {
    each(root, "[data-without-script]", (element) => (element.hidden = true));
    each(root, "[data-print]", (element) => (element.hidden = false));
    each(root, "[data-date-picker]", addDatePicker);
    each(root, "[data-combobox]", makeCombobox);
    each(root, "dialog[data-open]", openDialog);
    const wanting = root.matches?.("[data-take-focus]") ? root : root.querySelector("[data-take-focus]");
    wanting?.focus();
  };

  const showFailure = () => {
    const place = document.getElementById("viestit");
    const text = document.body.dataset.errorText;
    if (!place) return;
    const box = document.createElement("div");
    box.className = "notification notification--error";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    words.className = "notification__body";
    words.textContent = text;
    box.append(words);
    place.replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  };

  // Only new markup: a request that swaps nothing must not move focus.
  document.addEventListener("htmx:load", (event) => {
    const root = event.detail.elt;
    if (root === document.body) return;
    enhance(root);
    const spoken = root.matches("[data-announce]") ? root : root.querySelector("[data-announce]");
    announce(spoken?.dataset.announce);
  });
  document.addEventListener("htmx:responseError", showFailure);
  document.addEventListener("htmx:sendError", showFailure);
  document.addEventListener("htmx:timeout", showFailure);

  // In-page search and print must find what closed parts hold.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    closed.forEach((part) => (part.open = true));
  });
  addEventListener("afterprint", () => closed.forEach((part) => (part.open = false)));

  // A link to a part inside a closed one opens it.
  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let part = target.closest("details"); part; part = part.parentElement?.closest("details")) part.open = true;
  };
  addEventListener("hashchange", openTarget);

  enhance(document);
  openTarget();
})();
