// Loaded only on pages with a map.

import "maplibre-gl/dist/maplibre-gl.css";
import "./styles/map.css";

import { setWorkerUrl } from "maplibre-gl";
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";

import { followAreas } from "./map/areas.js";
import { SinergiMap } from "./map/element.js";

setWorkerUrl(new URL(worker, import.meta.url).href); // a file of our own, as the CSP asks
customElements.define("sinergi-map", SinergiMap);
followAreas();
