// Choosing: a click on an incident, a heap of them, or an area.

import { Popup } from "maplibre-gl";

import { text } from "../page/texts.js";
import { make } from "./layout.js";
import { sign } from "./legend.js";

const LAYERS = ["points", "clusters", "areas"];

export class Choice {
  constructor(host) {
    this.host = host;
    const { engine } = host;
    this.layers = LAYERS.filter((name) => engine.getLayer(name));
    engine.on("click", ({ point }) => this.clicked(point));
    this.incidents = this.layers.filter((name) => name !== "areas");
    engine.on("mousemove", ({ point }) => this.hover(point));
  }

  /** A pointing hand over what can be opened; while the map is dragged nobody looks for it. */
  hover(point) {
    const { engine } = this.host;
    if (engine.isMoving() || !this.incidents.length) return;
    const found = engine.queryRenderedFeatures(point, { layers: this.incidents });
    engine.getCanvas().classList.toggle("map-pointing", found.length > 0);
  }

  clicked(point) {
    if (this.host.picks) return;
    const reach = 8; // pixels: a finger is no needle
    const box = [[point.x - reach, point.y - reach], [point.x + reach, point.y + reach]];
    const near = this.host.engine.queryRenderedFeatures(box, { layers: this.incidents });
    const [found] = near.length ? near : this.host.engine.queryRenderedFeatures(point, { layers: ["areas"] });
    if (found) this.choose(found);
  }

  /** Open what was chosen, and tell the page. */
  choose(feature) {
    const { properties } = feature;
    if (properties.cluster) this.open(feature);
    else if (properties.url) this.popup(feature);
    else if (properties.code) this.mark(properties.code);
    const type = properties.cluster ? "cluster" : properties.code ? "area" : "point";
    const detail = { ...properties, type };
    this.host.dispatchEvent(new CustomEvent("sinergi:select", { detail, bubbles: true }));
  }

  /** Draw the border of the area `code`, and of no other. */
  mark(code) {
    this.host.engine.setFilter("chosen", ["==", ["get", "code"], code ?? ""]);
  }

  async open({ properties, geometry }) {
    const source = this.host.engine.getSource("points");
    const zoom = await source.getClusterExpansionZoom(properties.cluster_id);
    this.host.engine.easeTo({ center: geometry.coordinates, zoom: Math.min(zoom, 17) });
  }

  popup({ properties, geometry }) {
    this.bubble?.remove();
    this.bubble = new Popup({ maxWidth: "280px", offset: 12 })
      .setLngLat(geometry.coordinates.slice())
      .setDOMContent(card(properties, this.host.word(properties.severity)))
      .addTo(this.host.engine);
  }
}

function card({ title, number, kind, state, severity, url }, words) {
  const shown = make("div", "map-card");
  const head = make("p", `severity severity-${severity}`);
  head.append(sign(severity), words);
  const name = make("a", "map-card-title", title || number);
  name.href = url;
  const facts = [kind, state, title ? number : ""].filter(Boolean).join(" · ");
  const open = make("a", "btn btn-primary btn-sm", text("map.open"));
  open.href = url;
  shown.append(head, name, make("p", "map-card-facts", facts), open);
  return shown;
}
