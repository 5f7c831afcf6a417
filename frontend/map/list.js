// The same as text: for who cannot see the map or use a mouse, and for devices that cannot draw it.

import { text } from "../page/texts.js";
import { make } from "./layout.js";
import { sign } from "./legend.js";

const MOST = 60; // rows

export class TextList {
  constructor(host) {
    this.host = host;
    this.frame = host.parts.list;
    this.items = this.frame.querySelector("ul");
    this.frame.addEventListener("toggle", () => this.update());
  }

  /** Show what the map shows now; nothing is done while the list is closed. */
  update() {
    if (!this.frame.open || !this.host.ready) return;
    const found = this.host.mode === "choropleth" ? this.areas() : this.points();
    this.show(found);
  }

  /** Without a map: everything that can be had, straight from the server. */
  async fetchAll() {
    this.frame.open = true;
    const address = this.host.pointsUrl ?? this.host.getAttribute("areas-url");
    const answer = address ? await fetch(address).catch(() => null) : null;
    if (answer?.ok) this.show((await answer.json()).features);
  }

  points() {
    const seen = new Set();
    return this.host.engine
      .queryRenderedFeatures({ layers: ["clusters", "points"] })
      .filter(({ properties }) => {
        const key = properties.id ?? `cluster ${properties.cluster_id}`;
        return !seen.has(key) && seen.add(key);
      });
  }

  areas() {
    const value = ({ properties }) => properties.value ?? 0;
    return [...this.host.areas.features].sort((one, other) => value(other) - value(one));
  }

  show(features) {
    const rows = features.slice(0, MOST).map((feature) => this.row(feature));
    const rest = features.length - MOST;
    if (rest > 0) rows.push(make("li", "map-more", text("map.more", { count: rest })));
    this.items.replaceChildren(...rows);
    if (!rows.length) this.items.append(make("li", "map-more", text("map.empty")));
  }

  row(feature) {
    const { properties } = feature;
    const item = make("li");
    if (properties.url) item.append(sign(properties.severity), link(properties, this.host.word(properties.severity)));
    else item.append(this.button(feature));
    return item;
  }

  button(feature) {
    const { properties } = feature;
    const count = properties.point_count ?? properties.value ?? 0;
    const words = properties.name
      ? `${properties.name}: ${this.host.counted(count)}`
      : this.host.counted(count);
    const button = make("button", "btn btn-sm", words);
    button.type = "button";
    button.addEventListener("click", () => this.host.choice?.choose(feature));
    return button;
  }
}

function link({ url, number, title }, words) {
  const anchor = make("a", "", title ?? number);
  anchor.href = url;
  anchor.append(make("span", "visually-hidden", ` (${words})`));
  return anchor;
}
