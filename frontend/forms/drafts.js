// Drafts: what is typed into <form data-draft="key"> stays in this device until it was accepted.
//
// The hidden client_id belongs to the draft, so that what is sent twice is one report. Files
// cannot be kept by a browser; the note says so. The draft goes when the server said yes.

import { icon, text } from "../page/texts.js";
import { fresh } from "./fresh.js";

const PREFIX = `sinergi:draft:${document.body.dataset.person ?? ""}:`; // devices are shared
const PAUSE = 400; // milliseconds after the last key
const LASTS = 7 * 24 * 3600 * 1000; // milliseconds
const NEVER = new Set(["csrfmiddlewaretoken", "next"]);

/** Keep and restore the drafts of the forms in `root`. */
export function keepDrafts(root) {
  for (const form of fresh(root, "form[data-draft]", "draftKept")) {
    if (!form.querySelector("[data-form-errors], .is-invalid")) restore(form);
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => save(form), PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    window.addEventListener("pagehide", () => timer && form.isConnected && save(form));
  }
}

/** Whether this device holds a draft under that key. */
export function hasDraft(key) {
  return attempt(() => localStorage.getItem(PREFIX + key)) !== null;
}

/** Forget the draft of `form`: it was accepted, or thrown away. */
export function forgetDraft(form) {
  if (!form.dataset.draft) return;
  form.dataset.draftGone = "";
  attempt(() => localStorage.removeItem(PREFIX + form.dataset.draft));
}

function save(form) {
  if ("draftGone" in form.dataset) return;
  const values = controls(form).filter(isKept).map((control) => [control.name, control.value]);
  const draft = { at: Date.now(), values };
  attempt(() => localStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(draft)));
}

function restore(form) {
  const key = PREFIX + form.dataset.draft;
  const draft = attempt(() => JSON.parse(localStorage.getItem(key)));
  if (!draft) return;
  if (Date.now() - draft.at > LASTS) return void attempt(() => localStorage.removeItem(key));
  if (!draft.values.some(([name, value]) => isTyped(form, name, value))) return;
  fill(form, draft.values);
  (form.querySelector(".card-body") ?? form).prepend(note(form, draft.at));
  form.dispatchEvent(new CustomEvent("sinergi:restored", { bubbles: true }));
}

function fill(form, values) {
  const known = new Map();
  for (const [name, value] of values) known.set(name, [...(known.get(name) ?? []), value]);
  for (const control of controls(form)) {
    const kept = known.get(control.name);
    if (isChoice(control)) control.checked = kept?.includes(control.value) ?? false;
    else if (control.multiple) for (const o of control.options) o.selected = kept?.includes(o.value);
    else if (kept) control.value = kept[0];
  }
}

function isTyped(form, name, value) {
  return value !== "" && form.elements[name]?.type !== "hidden" && value !== initial(form, name);
}

/** The value with which the server drew the control. */
function initial(form, name) {
  const control = form.elements[name];
  if (!control) return "";
  if (control instanceof RadioNodeList) return [...control].find((one) => one.defaultChecked)?.value;
  if (control.options) return chosenAtFirst([...control.options]);
  return isChoice(control) ? (control.defaultChecked ? control.value : "") : control.defaultValue;
}

function chosenAtFirst(options) {
  return (options.find((one) => one.defaultSelected) ?? options[0])?.value;
}

function controls(form) {
  return [...form.elements].filter(
    (one) => one.name && !NEVER.has(one.name) && !["file", "password", "submit"].includes(one.type),
  );
}

function isChoice(control) {
  return control.type === "checkbox" || control.type === "radio";
}

function isKept(control) {
  return !isChoice(control) || control.checked;
}

function note(form, at) {
  const shown = document.createElement("div");
  shown.className = "alert alert-info draft-note";
  shown.setAttribute("role", "status");
  const moment = new Intl.DateTimeFormat(document.documentElement.lang, {
    dateStyle: "medium",
    timeStyle: "short",
  }).format(at);
  const words = document.createElement("span");
  words.textContent = text("draft.restored", { at: moment });
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-sm";
  drop.textContent = text("draft.drop");
  drop.addEventListener("click", () => {
    forgetDraft(form);
    location.reload();
  });
  shown.append(icon("history"), words, drop);
  return shown;
}

function attempt(work) {
  try {
    return work();
  } catch {
    return null; // storage is full or forbidden: a draft is a courtesy, not a duty
  }
}
