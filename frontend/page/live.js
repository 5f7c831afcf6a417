// The live feed: one stream from the server tells that something changed, never what. Parts of
// the page then ask anew, by the ordinary way: hx-trigger="sinergi:refresh from:body".
//
// A hidden tab lets go of its stream (browsers allow six to one server); seen again, it asks.
// When there is no stream, parts are asked anew every minute instead.

import { atMostEvery } from "./pause.js";
import { text } from "./texts.js";

const PAUSE = 1000; // milliseconds: parts are asked anew at most this often
const GATHERED = 120; // milliseconds: what comes together is one refresh
const LET_GO = 20_000; // a tab hidden for longer lets go of its stream
const RETRY = [2000, 5000, 15_000, 60_000, 300_000];
const WITHOUT_STREAM = 60_000; // how often to ask when no stream is to be had
const PATIENCE = 6000; // a gap shorter than this is not worth a word

let stream = null;
let everOpen = false;
let failures = 0;
let retryTimer = 0;
let lateTimer = 0;
let hideTimer = 0;
let stale = false;

/** Begin to listen, on pages of who is signed in. */
export function listen() {
  const address = document.body.dataset.live;
  watchConnection();
  if (!address || !("EventSource" in window)) return;
  open(address);
  document.addEventListener("visibilitychange", () => (document.hidden ? hide() : show(address)));
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", (event) => event.persisted && show(address));
  setInterval(() => stream?.readyState !== EventSource.OPEN && refreshSoon(), WITHOUT_STREAM);
}

function open(address) {
  close();
  stream = new EventSource(address);
  stream.addEventListener("open", opened);
  stream.addEventListener("journal", (event) => tell(JSON.parse(event.data)));
  stream.addEventListener("resync", () => {
    emit("sinergi:resync", {});
    refreshSoon();
  });
  stream.addEventListener("error", () => lost(address));
}

function close() {
  clearTimeout(retryTimer);
  stream?.close();
  stream = null;
}

function opened() {
  everOpen = true;
  failures = 0;
  clearTimeout(lateTimer);
  sign("online");
}

/** The browser tries again by itself unless the server refused; then we do, ever less often. */
function lost(address) {
  if (everOpen) {
    clearTimeout(lateTimer);
    lateTimer = setTimeout(() => sign("reconnecting"), PATIENCE);
  }
  if (stream?.readyState !== EventSource.CLOSED) return;
  const pause = RETRY[Math.min(failures, RETRY.length - 1)];
  failures += 1;
  retryTimer = setTimeout(() => open(address), pause);
}

function tell(event) {
  emit("sinergi:journal", event);
  refreshSoon();
}

const refresh = atMostEvery(PAUSE, () => emit("sinergi:refresh", {}), GATHERED);

/** Ask for a refresh, if the page is seen; else when it is seen again. */
function refreshSoon() {
  if (document.hidden) stale = true;
  else refresh();
}

function hide() {
  hideTimer = setTimeout(() => {
    close();
    stale = true;
  }, LET_GO);
}

function show(address) {
  clearTimeout(hideTimer);
  if (!stream) open(address);
  if (stale) {
    stale = false;
    refreshSoon();
  }
}

function emit(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
}

function watchConnection() {
  const bar = document.getElementById("offline-bar");
  const look = () => {
    if (bar) bar.hidden = navigator.onLine;
    if (!navigator.onLine) sign("offline");
    else if (stream?.readyState === EventSource.OPEN) sign("online");
    else sign(everOpen ? "reconnecting" : "none");
  };
  window.addEventListener("online", look);
  window.addEventListener("offline", look);
  look();
}

function sign(state) {
  const shown = document.getElementById("live-sign");
  if (!shown || shown.dataset.state === state) return;
  shown.dataset.state = state;
  shown.textContent = state === "none" ? "" : text(`live.${state}`);
}
