// One point of the minutes: its text, what the server knows of it, and what lies between.

import { Conflict } from "./conflict.js";

const PREFIX = `sinergi:draft:${document.body.dataset.person ?? ""}:minutes:`; // devices are shared
const PAUSE = 1500; // milliseconds after the last key
const AGAIN = [3000, 8000, 20_000, 60_000]; // after a failure
const MOST_AT_LEAVING = 60_000; // bytes that a browser still sends from a page that closes

export class Point {
  constructor(form, page) {
    this.form = form;
    this.words = page.dataset;
    this.key = form.dataset.point;
    this.area = form.querySelector("textarea[name=text]");
    this.sign = form.querySelector("[data-sign]");
    this.known = plain(this.area.defaultValue);
    this.revision = Number(form.elements.based_on.value);
    this.timer = 0;
    this.failures = 0;
    this.busy = false;
    this.conflict = new Conflict(form, (text, told) => this.decide(text, told));
    this.area.addEventListener("input", () => this.typed());
    this.area.addEventListener("blur", () => this.conflict.shown || this.save());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.restore();
  }

  get dirty() {
    return plain(this.area.value) !== this.known;
  }

  typed() {
    this.keep();
    this.say(this.dirty ? "typing" : "saved");
    this.later(PAUSE);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Send what is new; only one sending at a time, and what is typed meanwhile goes next. */
  async save() {
    clearTimeout(this.timer);
    if (this.busy) return;
    if (!this.dirty) return this.drop();
    this.busy = true;
    if (!this.conflict.shown) this.say("saving");
    const sent = this.area.value;
    const base = this.revision;
    try {
      const answer = await this.send(sent);
      if (answer.ok) this.saved(sent, await answer.json());
      else if (answer.status === 409) this.refusedFor(await answer.json(), base);
      else this.failed(answer.status >= 500 ? "failed" : "refused");
    } catch {
      this.failed("failed");
    } finally {
      this.busy = false;
    }
    if (this.failures > 0 || this.conflict.shown || !this.dirty) return;
    this.later(base === this.revision ? PAUSE : 0);
  }

  send(text, options = {}) {
    const body = new FormData(this.form);
    body.set("text", text);
    body.set("based_on", this.revision);
    const headers = { Accept: "application/json" };
    return fetch(this.form.action, { method: "POST", body, headers, redirect: "error", ...options });
  }

  saved(sent, told) {
    this.failures = 0;
    this.conflict.close();
    this.know(plain(sent), told.revision);
    if (this.dirty) return;
    this.drop();
    this.say("saved");
  }

  /** Another text stands there: she decides. Or the minutes are closed: the server says why. */
  refusedFor(told, base) {
    if (told.code !== "minutes-changed") return this.failed("refused", told.detail);
    this.failures = 0;
    if (base !== this.revision) return; // she has decided meanwhile
    this.conflict.show(told);
    this.say("stale", told.by);
  }

  decide(text, told) {
    this.know(plain(told.text), told.revision);
    this.area.value = text;
    this.keep();
    this.area.focus();
    this.save();
    if (!this.dirty) this.say("saved");
  }

  failed(word, detail) {
    this.failures += 1;
    this.say(word, detail);
    if (detail) this.sign.textContent = detail;
    if (word === "failed") this.later(AGAIN[Math.min(this.failures, AGAIN.length) - 1]);
  }

  /** What the server says now: taken where nothing is being typed, else only announced. */
  hear(told) {
    if (told.revision <= this.revision || this.busy) return;
    if (plain(told.text) === plain(this.area.value)) {
      this.know(plain(told.text), told.revision);
      this.say("saved"); // sent as the page closed, and arrived
      return;
    }
    if (this.dirty) {
      this.say("stale", told.by);
      return;
    }
    const caret = this.area.selectionStart;
    this.know(plain(told.text), told.revision);
    this.area.value = told.text;
    if (document.activeElement === this.area) this.area.setSelectionRange(caret, caret);
    this.say("fresh", told.by);
  }

  know(text, revision) {
    this.known = text;
    this.revision = revision;
    this.form.elements.based_on.value = revision;
  }

  /** The tab closes: a last sending that the browser carries on by itself. */
  leave() {
    if (!this.dirty) return;
    this.keep();
    const small = new Blob([this.area.value]).size < MOST_AT_LEAVING;
    if (small && !this.busy) this.send(this.area.value, { keepalive: true }).catch(() => {});
  }

  say(word, by = "") {
    this.sign.textContent = (this.words[word] ?? "").replace("{by}", by);
    this.sign.dataset.state = word;
  }

  keep() {
    const kept = { text: this.area.value, revision: this.revision, at: Date.now() };
    attempt(() => localStorage.setItem(PREFIX + this.key, JSON.stringify(kept)));
  }

  drop() {
    attempt(() => localStorage.removeItem(PREFIX + this.key));
  }

  /** After a crash: what was typed is back, on top of the text that she saw then. */
  restore() {
    const kept = attempt(() => JSON.parse(localStorage.getItem(PREFIX + this.key)));
    if (!kept || plain(kept.text) === this.known) return this.drop();
    this.area.value = kept.text;
    this.revision = kept.revision;
    this.say("restored");
    this.later(PAUSE);
  }
}

/** As the server keeps a text: one kind of line end, nothing empty at its end. */
function plain(text) {
  return text.replace(/\r\n/g, "\n").trimEnd();
}

function attempt(work) {
  try {
    return work();
  } catch {
    return null; // storage is full or forbidden: the server is asked all the same
  }
}
