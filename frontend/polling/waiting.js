// Check-ins where the signal is bad: what could not be sent says so, stays, and is sent again.
//
// <form data-again data-draft="…"> is sent anew when the network is back, and now and then before.
// `waited` tells the server for how many seconds, so that what was written first also counts first.

import { icon } from "../page/texts.js";
import { hasDraft } from "../forms/drafts.js";
import { fresh } from "../forms/fresh.js";

const AGAIN = 15_000; // milliseconds between two attempts

/** Take care of the forms that are sent again, and of the buttons of what still waits. */
export function sendAgain() {
  prepare(document);
  showKept();
  document.addEventListener("sinergi:form", ({ target }) => prepare(target));
}

function prepare(root) {
  for (const form of fresh(root, "form[data-again]", "againReady")) new Waiting(form);
}

class Waiting {
  constructor(form) {
    this.form = form;
    this.since = Number(form.elements.waited?.value) ? Date.now() - form.elements.waited.value * 1000 : 0;
    this.timer = 0;
    form.addEventListener("submit", ({ submitter }) => this.began(submitter));
    form.addEventListener("formdata", ({ formData }) => formData.set("waited", this.seconds()));
    form.addEventListener("sinergi:unsent", () => this.wait());
    window.addEventListener("online", () => this.timer && this.send());
  }

  seconds() {
    return this.since ? Math.round((Date.now() - this.since) / 1000) : 0;
  }

  began(submitter) {
    this.submitter = submitter;
    this.since ||= Date.now();
  }

  wait() {
    this.form.elements.waited.value = this.seconds();
    this.form.dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept
    if (!this.form.querySelector("[data-unsent]")) this.say(this.form.dataset.waiting);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), AGAIN);
  }

  say(words) {
    this.form.prepend(sign(words));
    this.form.firstElementChild.scrollIntoView({ block: "center" });
  }

  send() {
    clearTimeout(this.timer);
    this.timer = 0;
    const button = this.submitter?.isConnected ? this.submitter : undefined;
    if (this.form.isConnected) this.form.requestSubmit(button);
  }
}

function sign(words) {
  const shown = document.createElement("p");
  shown.className = "check-in-waiting";
  shown.dataset.unsent = "";
  shown.setAttribute("role", "status");
  shown.append(icon("hourglass"), words);
  return shown;
}

/** On the list: what was typed on this device and never left it. */
function showKept() {
  for (const link of document.querySelectorAll("[data-draft-of]")) {
    if (!hasDraft(link.dataset.draftOf)) continue;
    link.dataset.kept = "";
    const words = document.createElement("small");
    words.textContent = link.dataset.waiting;
    link.querySelector("span").append(words);
  }
}
