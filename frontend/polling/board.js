// The board of the voting day asks for itself anew when stations report, at most every PAUSE, and
// now and then for the hours that pass. What somebody is typing is left alone.

const PAUSE = 3000; // milliseconds
const HOURS_PASS = 30_000;

let last = 0;
let timer = 0;

/** Tell the board, at once after a quiet time, else when the pause is over: the last is not lost. */
function tellSoon() {
  if (timer || document.hidden) return;
  const wait = Math.max(0, last + PAUSE - performance.now());
  timer = setTimeout(() => {
    timer = 0;
    last = performance.now();
    document.body.dispatchEvent(new CustomEvent("sinergi:board"));
  }, wait);
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
