// The screen at the door counts down the seconds of its code; htmx fetches the next one.

const EVERY = 1000; // milliseconds

function tick() {
  const shown = document.querySelector("[data-door-seconds]");
  const bar = document.querySelector("[data-door-bar]");
  if (!shown) return;
  const left = Math.max(Number(shown.textContent) - 1, 0);
  shown.textContent = String(left);
  if (bar) bar.value = left;
}

export function watchDoor() {
  if (document.querySelector(".door")) setInterval(tick, EVERY);
}
