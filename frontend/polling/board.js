// The board of the voting day asks for itself anew when stations report, at most every PAUSE, and
// now and then for the hours that pass. What somebody is typing is left alone.

import { atMostEvery } from "../page/pause.js";

const PAUSE = 3000; // milliseconds
const HOURS_PASS = 30_000;

const tell = atMostEvery(PAUSE, () => document.body.dispatchEvent(new CustomEvent("sinergi:board")));

function tellSoon() {
  if (!document.hidden) tell();
}

function isBusy(part) {
  const written = [...part.querySelectorAll("input:not([type=hidden])")].some((field) => field.value);
  return written || part.querySelector("details[open] form") !== null;
}

/** Keep the board of this page alive, if it has one. */
export function keepBoard() {
  if (!document.querySelector("[data-board]")) return;
  document.body.addEventListener("sinergi:refresh", tellSoon);
  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (isBusy(event.detail.target)) event.detail.shouldSwap = false;
  });
  setInterval(tellSoon, HOURS_PASS);
}
