// The parts of the element in the page: canvas, state, legend, list, note.

import { icon, text } from "../page/texts.js";

/** Build them once into `host`; {canvas, status, legend, list, note}. */
export function build(host) {
  host.dataset.state = "loading";
  const frame = make("div", "map-frame");
  const canvas = make("div", "map-canvas");
  const status = make("p", "map-status", text("map.loading"));
  status.setAttribute("role", "status");
  const legend = make("div", "map-legend");
  legend.hidden = true;
  frame.append(canvas, status, make("span", "map-busy", text("map.busy")), whole(host));
  const box = make("div", "map-box");
  box.append(frame, legend);
  const note = make("p", "map-note", host.getAttribute("note") ?? "");
  const list = listFrame(host);
  host.replaceChildren(box, note, list);
  return { canvas, status, legend, list, note };
}

function whole(host) {
  const button = make("button", "btn btn-icon map-whole");
  button.type = "button";
  button.title = text("map.whole");
  button.setAttribute("aria-label", text("map.whole"));
  button.append(icon("maximize"));
  button.addEventListener("click", () => host.showAll());
  return button;
}

function listFrame(host) {
  const details = make("details", "map-list");
  details.hidden = host.picks;
  const summary = make("summary", "", text("map.list"));
  details.append(summary, make("ul", "map-items"));
  return details;
}

/** An element with a class and words. */
export function make(name, className = "", words = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (words) element.textContent = words;
  return element;
}
