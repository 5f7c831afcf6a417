// The minutes of a meeting, typed while people talk: saved at each pause, and nothing is lost.
//
// Each point is a form of its own. What is typed stands in this device at once and on the server
// after a pause; what another writes appears where nothing is being typed. Without this script
// every point has its button.

import { Point } from "./point.js";
import { guardDirectives } from "./directives.js";
import { icon } from "../page/texts.js";

const SOON = 150; // milliseconds: several events at once are one question

/** Make the page of the minutes live. */
export function keepMinutes() {
  guardDirectives();
  const page = document.querySelector("[data-minutes]");
  if (!page) return;
  const points = [...page.querySelectorAll("form[data-point]")].map((form) => new Point(form, page));
  const known = new Map(points.map((point) => [point.key, point]));
  let timer = 0;
  const askSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(page, known), SOON);
  };
  document.body.addEventListener("sinergi:journal", ({ detail }) => {
    if (/^(minutes|agenda)\./.test(detail.verb)) askSoon();
  });
  document.body.addEventListener("sinergi:resync", askSoon);
  document.addEventListener("visibilitychange", () => document.hidden || askSoon());
  window.addEventListener("pagehide", () => points.forEach((point) => point.leave()));
}

async function ask(page, known) {
  if (!known.size) return;
  try {
    const answer = await fetch(page.dataset.minutes, { headers: { Accept: "application/json" } });
    const { points } = await answer.json();
    for (const told of points) known.get(told.id)?.hear(told);
    if (points.some((told) => !known.has(told.id)) || points.length !== known.size) sayAgenda(page);
  } catch {
    // No connection: the feed says so, and asks anew when it is back.
  }
}

/** A point was added or dropped: whoever types is not to be thrown off the page for it. */
function sayAgenda(page) {
  if (page.querySelector(".minutes-agenda")) return;
  const shown = document.createElement("p");
  shown.className = "alert alert-info minutes-agenda";
  shown.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = page.dataset.reload;
  const words = document.createElement("span");
  words.append(`${page.dataset.agenda} `, link);
  shown.append(icon("refresh"), words);
  page.querySelector(".column-main").prepend(shown);
}
