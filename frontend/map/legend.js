// What colours and signs mean, in words; and how exact the boundaries are.

import { text } from "../page/texts.js";
import { make } from "./layout.js";
import { classesOf, COLOUR, SEVERITIES } from "./palette.js";

export class Legend {
  constructor(host) {
    this.host = host;
  }

  /** Say what is seen now. */
  update(areas) {
    const { legend, note } = this.host.parts;
    const rows = this.host.mode === "choropleth" ? steps(areas) : signs(this.host);
    legend.replaceChildren(make("strong", "", this.host.getAttribute("legend") ?? text("map.legend")), ...rows);
    legend.hidden = this.host.picks;
    if (this.host.hasAttribute("note")) return;
    const approximate = areas.features.some(({ properties }) => properties.approximate);
    note.textContent = approximate ? text("map.approximate") : text("map.indicative");
  }
}

function steps(areas) {
  const values = areas.features.map(({ properties }) => properties.value ?? 0);
  return classesOf(values).map(({ from, to, colour }) => {
    const words = to === 0 ? text("map.none") : from === to ? String(from) : `${from}–${to}`;
    return row(square(colour), words);
  });
}

function signs(host) {
  return [...SEVERITIES].reverse().map((name) => row(sign(name), host.word(name)));
}

function row(mark, words) {
  const line = make("span", "map-legend-row");
  line.append(mark, make("span", "", words));
  return line;
}

function square(colour) {
  const mark = svg("rect", { width: 14, height: 14, rx: 3, fill: colour, stroke: "#8496a3" });
  return mark;
}

const OUTLINES = {
  low: ["circle", { cx: 7, cy: 7, r: 5.5 }],
  medium: ["path", { d: "M7 .3 13.7 7 7 13.7.3 7z" }],
  high: ["path", { d: "M7 .8 13.6 12.8H.4z" }],
  critical: ["path", { d: "M4.2.5h5.6l3.7 3.7v5.6l-3.7 3.7H4.2L.5 9.8V4.2z" }],
};

/** The sign of a severity for the page around the map. */
export function sign(name) {
  const [shape, attributes] = OUTLINES[name] ?? OUTLINES.low;
  return svg(shape, { ...attributes, fill: COLOUR[name] ?? COLOUR.low });
}

function svg(shape, attributes) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 14 14");
  drawing.setAttribute("aria-hidden", "true");
  const form = document.createElementNS(space, shape);
  for (const [name, value] of Object.entries(attributes)) form.setAttribute(name, value);
  drawing.append(form);
  return drawing;
}
