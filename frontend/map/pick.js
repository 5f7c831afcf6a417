// Choosing a place: a tap, or the middle of the map for who moves it with the keyboard.

import { Marker } from "maplibre-gl";

import { text } from "../page/texts.js";
import { make } from "./layout.js";

export class Picker {
  constructor(host) {
    this.host = host;
    this.lon = document.getElementById(host.getAttribute("lon-input"));
    this.lat = document.getElementById(host.getAttribute("lat-input"));
    this.said = make("p", "map-note", text("map.pick"));
    this.said.setAttribute("role", "status");
    host.parts.note.before(this.said, this.button());
    host.engine.on("click", ({ lngLat }) => this.set(lngLat));
    for (const input of [this.lon, this.lat]) input?.addEventListener("change", () => this.follow());
    this.follow();
  }

  button() {
    const button = make("button", "btn btn-sm", text("map.centre"));
    button.type = "button";
    button.addEventListener("click", () => this.set(this.host.engine.getCenter()));
    return button;
  }

  /** Write the place into the fields, and say so to whoever listens to them. */
  set({ lng, lat }) {
    this.writing = true;
    for (const [input, value] of [[this.lon, lng], [this.lat, lat]]) {
      input.value = value.toFixed(6);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.writing = false;
    this.show({ lng, lat });
  }

  /** The fields were filled otherwise: by the phone's position, a draft, or by hand. */
  follow() {
    if (this.writing || !this.lon?.value || !this.lat?.value) return;
    const place = { lng: Number(this.lon.value), lat: Number(this.lat.value) };
    if (!Number.isFinite(place.lng) || Math.abs(place.lat) > 90) return;
    this.show(place);
    this.host.engine.easeTo({ center: place, zoom: Math.max(this.host.engine.getZoom(), 13) });
  }

  show(place) {
    this.marker ??= this.place();
    this.marker.setLngLat(place).addTo(this.host.engine);
    this.said.textContent = text("map.picked", { lat: place.lat.toFixed(5), lon: place.lng.toFixed(5) });
  }

  place() {
    const marker = new Marker({ draggable: true, color: "#7d0a3c" });
    marker.on("dragend", () => this.set(marker.getLngLat()));
    return marker;
  }
}
