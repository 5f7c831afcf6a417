// <sinergi-map>: places and incidents on a map without tiles, glyphs or any other server.
//
// areas-url   GeoJSON polygons {code, name, level, value, approximate}
// points-url  GeoJSON points {id, number, kind, severity, state, title, url, at}
// mode        clusters (default) | points | choropleth; selected: code of an area
// bounds      "west,south,east,north"; without it the areas are shown
// note        words under the map; without it the standard ones when boundaries are approximate
// legend, things ("{count} stations"), word-low … word-critical: what heads the legend, what a heap
//             counts, and what the four signs mean, where they are not the severities of incidents
// pick        choose a place: lon-input and lat-input name the ids of the fields
//
// It tells `sinergi:select` {type: point|cluster|area, ...properties} and obeys refresh(), the
// event `sinergi:refresh`, and a [data-map-points] in what htmx brings into the page.

import { Map as Engine, NavigationControl } from "maplibre-gl";

import { text } from "../page/texts.js";
import { boundsOf, centresOf } from "./geometry.js";
import { build } from "./layout.js";
import { Legend } from "./legend.js";
import { TextList } from "./list.js";
import { Picker } from "./pick.js";
import { Choice } from "./select.js";
import { addSigns } from "./signs.js";
import { layersOf, sourcesOf } from "./style.js";

const AT_LEAST = 2000; // milliseconds between two loads of the points
const LONGEST_VEIL = 2500; // milliseconds: an unfinished map is better than none
const NOTHING = { type: "FeatureCollection", features: [] };
const INDONESIA = [94.9, -11.1, 141.1, 6.2];

export class SinergiMap extends HTMLElement {
  static observedAttributes = ["points-url", "selected", "areas-url"];

  connectedCallback() {
    if (this.engine) return;
    if (!this.offsetWidth) return this.waitUntilSeen();
    this.leaving = new AbortController();
    this.parts = build(this);
    this.list = new TextList(this);
    this.legend = new Legend(this);
    this.draw().catch((error) => this.fail("map.unsupported", error));
    this.listen();
  }

  /** A map that nobody sees (on a phone the list stands in its place) fetches nothing. */
  waitUntilSeen() {
    this.watch ??= new ResizeObserver(() => {
      if (!this.offsetWidth) return;
      this.watch.disconnect();
      this.connectedCallback();
    });
    this.watch.observe(this);
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected) return; // it was only moved
      this.watch?.disconnect();
      this.leaving?.abort();
      clearTimeout(this.timer);
      this.engine?.remove();
      this.engine = null;
      this.replaceChildren();
    });
  }

  attributeChangedCallback(name, before, after) {
    if (!this.ready || before === after) return;
    if (name === "points-url") this.refresh();
    else if (name === "selected") this.choice.mark(after);
    else this.loadAreas();
  }

  get picks() {
    return this.hasAttribute("pick");
  }

  /** What a sign means here. */
  word(sign) {
    return this.getAttribute(`word-${sign}`) ?? text(`severity.${sign}`);
  }

  /** How many things there are, in words. */
  counted(count) {
    return this.getAttribute("things")?.replace("{count}", count) ?? text("map.incidents", { count });
  }

  get mode() {
    return this.getAttribute("mode") ?? "clusters";
  }

  get pointsUrl() {
    const given = this.getAttribute("points-url");
    return given ? new URL(given, document.baseURI).href : null;
  }

  /** Ask for the points anew; the last load tells how soon that may be done again. */
  refresh() {
    if (!this.ready || this.timer) return;
    this.again = this.loading; // what runs is not cut short: a busy feed would leave nothing to see
    if (this.loading) return;
    const pause = Math.max(AT_LEAST, 4 * (this.lastTook ?? 0));
    const wait = Math.max(0, (this.lastAt ?? 0) + pause - performance.now());
    this.timer = setTimeout(() => this.load(), wait);
  }

  listen() {
    const { signal } = this.leaving;
    document.body.addEventListener("sinergi:refresh", () => this.refresh(), { signal });
    document.addEventListener("htmx:afterSwap", () => this.follow(), { signal });
  }

  /** What htmx brought may name other points to show: the list and the map stay together. */
  follow() {
    const wanted = document.querySelector("[data-map-points]")?.dataset.mapPoints;
    if (wanted) this.setAttribute("points-url", wanted);
  }

  async draw() {
    const areas = await this.fetchAreas();
    this.engine = this.begin(areas);
    await new Promise((done) => this.engine.once("load", done));
    addSigns(this.engine);
    for (const [name, source] of Object.entries(sourcesOf(this, areas))) {
      this.engine.addSource(name, source);
    }
    for (const layer of layersOf(this, areas)) this.engine.addLayer(layer);
    this.choice = new Choice(this);
    if (this.picks) this.picker = new Picker(this);
    this.shown(areas);
    this.load();
    this.ready = true;
    const unveil = () => (this.dataset.state = "ready");
    this.engine.once("idle", unveil);
    setTimeout(unveil, LONGEST_VEIL);
  }

  begin(areas) {
    const engine = new Engine({
      container: this.parts.canvas,
      style: { version: 8, sources: {}, layers: [{ id: "ground", type: "background", paint: { "background-color": "#dfe8ee" } }] },
      bounds: this.bounds(areas),
      fitBoundsOptions: { padding: 16 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 18,
      pixelRatio: Math.min(window.devicePixelRatio, 2),
      crossSourceCollisions: false,
      locale: {
        "Map.Title": this.getAttribute("label") ?? text("map.label"),
        "NavigationControl.ZoomIn": text("map.in"),
        "NavigationControl.ZoomOut": text("map.out"),
        "Popup.Close": text("map.close"),
      },
    });
    engine.touchZoomRotate.disableRotation();
    engine.keyboard.disableRotation();
    engine.addControl(new NavigationControl({ showCompass: false }), "top-right");
    engine.on("idle", () => this.list.update());
    engine.on("error", ({ error }) => this.failedSource(error));
    return engine;
  }

  bounds(areas) {
    const given = this.getAttribute("bounds")?.split(",").map(Number);
    return given?.length === 4 ? given : (boundsOf(areas) ?? INDONESIA);
  }

  async fetchAreas() {
    const address = this.getAttribute("areas-url");
    if (!address) return NOTHING;
    const response = await fetch(address, { headers: { Accept: "application/geo+json, application/json" } });
    if (!response.ok) throw new Error(`areas: ${response.status}`);
    return response.json();
  }

  async loadAreas() {
    const areas = await this.fetchAreas();
    this.engine.getSource("areas").setData(areas);
    this.engine.getSource("names").setData(centresOf(areas));
    this.shown(areas);
  }

  shown(areas) {
    this.areas = areas;
    this.legend.update(areas);
    this.choice.mark(this.getAttribute("selected"));
  }

  async load() {
    this.timer = 0;
    this.loading = true;
    this.dataset.busy = "";
    const began = performance.now();
    await this.loadSources().catch((error) => this.failedSource(error));
    this.lastAt = performance.now();
    this.lastTook = this.lastAt - began;
    this.loading = false;
    delete this.dataset.busy;
    if (this.again) this.refresh();
  }

  async loadSources() {
    if (this.mode === "choropleth" && this.ready) await this.loadAreas();
    await this.engine?.getSource("points")?.setData(this.pointsUrl ?? NOTHING);
  }

  failedSource(error) {
    if (this.ready && this.dataset.state === "ready") console.warn("map:", error?.message);
    else this.fail("map.failed", error);
  }

  fail(key, error) {
    console.warn("map:", error?.message ?? error);
    this.dataset.state = "failed";
    this.parts.status.textContent = text(key);
    this.list.fetchAll();
  }

  /** Show the whole of it again. */
  showAll() {
    this.engine.fitBounds(this.bounds(this.areas), { padding: 16 });
  }
}
