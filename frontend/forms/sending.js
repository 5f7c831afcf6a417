// Sending: once, visibly, and without loss.
//
// Every form that writes is locked while it is on its way. Forms with a draft or with files go by
// XMLHttpRequest: so their progress is seen, a failure leaves everything as it stands, and a draft
// is forgotten only when the server said yes. The server answers such a request with 204 and the
// address to go to (`Sinergi-Location`), or with the page that shows what is wrong.

import htmx from "htmx.org";

import { toast } from "../page/toasts.js";
import { text } from "../page/texts.js";
import { forgetDraft } from "./drafts.js";

/** Guard the sending of all forms, now and later. */
export function guardSending() {
  document.addEventListener("submit", sent);
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt instanceof HTMLFormElement) unlock(detail.elt);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sending]")) unlock(form);
  });
}

function sent(event) {
  const form = event.target;
  if (event.defaultPrevented && !form.matches("[hx-post]")) return;
  if (form.method !== "post" && !form.matches("[hx-post]")) return;
  if (form.matches("[data-download]")) return; // its answer is a file: this page stays, and free
  if ("sending" in form.dataset) return event.preventDefault();
  const values = new FormData(form, event.submitter);
  setTimeout(() => lock(form, event.submitter)); // after the browser has taken the values
  if (form.matches("[hx-post]") || !form.matches("[data-draft], [enctype='multipart/form-data']")) return;
  event.preventDefault();
  carry(form, values, event.submitter?.formAction || form.action);
}

function lock(form, submitter) {
  form.dataset.sending = "";
  form.setAttribute("aria-busy", "true");
  for (const button of buttons(form)) button.setAttribute("aria-disabled", "true");
  if (!submitter || submitter.matches("[data-quiet]")) return;
  submitter.dataset.words = submitter.innerHTML;
  submitter.textContent = text("sending");
}

function unlock(form) {
  delete form.dataset.sending;
  form.removeAttribute("aria-busy");
  for (const button of buttons(form)) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.words) button.innerHTML = button.dataset.words;
    delete button.dataset.words;
  }
}

function buttons(form) {
  return [...form.elements].filter((one) => one.type === "submit");
}

function carry(form, values, address) {
  const request = new XMLHttpRequest();
  const bar = progressOf(form, values);
  request.upload.addEventListener("progress", ({ loaded, total }) => bar?.(loaded / total));
  request.addEventListener("load", () => answered(form, request));
  for (const end of ["error", "timeout", "abort"]) {
    request.addEventListener(end, () => unsent(form));
  }
  request.open("POST", address);
  request.setRequestHeader("Sinergi-Form", "1");
  request.setRequestHeader("Accept", "text/html");
  request.send(values);
}

function answered(form, request) {
  const next = request.getResponseHeader("Sinergi-Location");
  if (request.status === 204 && next) {
    forgetDraft(form);
    location.assign(next);
  } else if (request.status >= 500 || !replace(form, request)) {
    refused(form, text(request.status >= 500 ? "failed.server" : "failed.refused"));
  }
}

/** Put the form as the server drew it, with its errors, in the place of the one that was sent. */
function replace(form, request) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const drawn = page.querySelector(form.id ? `form#${CSS.escape(form.id)}` : "main form[data-draft], main form");
  if (!drawn || !drawn.querySelector("[data-form-errors], .is-invalid")) {
    const problem = page.querySelector(".problem p, .problem h1");
    return problem ? (refused(form, problem.textContent.trim()), true) : false;
  }
  keepFiles(form, drawn);
  form.replaceWith(drawn);
  htmx.process(drawn);
  drawn.dispatchEvent(new CustomEvent("sinergi:form", { bubbles: true }));
  return true;
}

/** Chosen files go over into the new form: nobody should choose them twice. */
function keepFiles(form, drawn) {
  for (const input of form.querySelectorAll("input[type=file]")) {
    const other = drawn.querySelector(`input[type=file][name="${CSS.escape(input.name)}"]`);
    if (other && input.files.length) other.files = input.files;
  }
}

function refused(form, words) {
  unlock(form);
  form.querySelector("[data-progress]")?.remove();
  if (words) toast(words);
}

/** It did not get through: some forms are sent again by themselves (polling/waiting.js). */
function unsent(form) {
  refused(form, form.matches("[data-again]") ? "" : text("failed.network"));
  form.dispatchEvent(new CustomEvent("sinergi:unsent", { bubbles: true }));
}

/** A bar under the form while files go out; null when there are none. */
function progressOf(form, values) {
  if (![...values.values()].some((value) => value instanceof File && value.size)) return null;
  form.querySelector("[data-progress]")?.remove();
  const bar = document.createElement("progress");
  bar.className = "bar";
  bar.max = 1;
  bar.dataset.progress = "";
  bar.setAttribute("aria-label", text("sending"));
  form.append(bar);
  return (share) => (bar.value = share);
}
