// The wall: one screen after another, and its parts asked anew as stations report. It must live for
// a whole day, so nothing is kept of what was there before, and what fails is said.

import { atMostEvery } from "../page/pause.js";

const TURN = 15_000; // milliseconds for each screen
const PAUSE = 3000; // between two askings
const AT_LEAST = 30_000; // asked anew though nothing was told: hours pass
const PATIENCE = 90_000; // figures older than this are called old

let here = 0;
let stopped = false;
let last = 0; // when it was asked
let good = performance.now(); // when it was answered
let asking = false;

const screens = () => [...document.querySelectorAll("[data-screen]")];

function show(number) {
  const all = screens();
  here = (number + all.length) % all.length;
  all.forEach((screen, at) => screen.toggleAttribute("data-shown", at === here));
  const dots = document.getElementById("wall-dots");
  if (dots.children.length !== all.length) dots.replaceChildren(...all.map(() => document.createElement("li")));
  [...dots.children].forEach((dot, at) => dot.toggleAttribute("data-here", at === here));
}

async function renew() {
  if (asking) return;
  asking = true;
  last = performance.now();
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error("no wall");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = page.getElementById("wall-parts");
    if (!parts) throw new Error("no wall");
    document.getElementById("wall-parts").replaceChildren(...document.adoptNode(parts).children);
    show(here);
    good = performance.now();
    say(false);
  } catch {
    say(true);
  } finally {
    asking = false;
  }
}

const renewSoon = atMostEvery(PAUSE, renew);

function say(broken) {
  document.getElementById("wall-broken").hidden = !broken;
  document.body.toggleAttribute("data-broken", broken);
}

function turnByKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "ArrowRight") show(here + 1);
  else if (event.key === "ArrowLeft") show(here - 1);
  else if (event.key === " " && event.target === document.body) stopped = !stopped;
  else return;
  document.body.toggleAttribute("data-stopped", stopped);
  event.preventDefault();
}

/** Turn the screens of this page, if it is a wall. */
export function turnWall() {
  if (!document.querySelector("[data-wall]")) return;
  document.body.setAttribute("data-turning", "");
  show(0);
  setInterval(() => !stopped && show(here + 1), TURN);
  setInterval(() => performance.now() - last > AT_LEAST && renewSoon(), AT_LEAST);
  setInterval(() => performance.now() - good > PATIENCE && say(true), PAUSE);
  document.body.addEventListener("sinergi:refresh", renewSoon);
  document.addEventListener("keydown", turnByKey);
}
