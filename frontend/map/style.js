// Sources and layers: areas and their names, clusters, single incidents, the chosen area.

import { centresOf } from "./geometry.js";
import { classesOf, fillOf, SEVERITIES } from "./palette.js";

const FONT = ["Noto Sans", "sans-serif"]; // drawn by the browser: there is no glyph server
const BOLD = ["Noto Sans Bold", "sans-serif"];
const RANK = ["match", ["get", "severity"], ...SEVERITIES.flatMap((name, rank) => [name, rank]), 0];
const NOTHING = { type: "FeatureCollection", features: [] };

/** The sources of `host`, by name. */
export function sourcesOf(host, areas) {
  return {
    areas: { type: "geojson", data: areas, tolerance: 0.2 },
    names: { type: "geojson", data: centresOf(areas) },
    points: {
      type: "geojson",
      data: NOTHING, // they come when the map stands
      cluster: host.mode !== "points",
      clusterRadius: 46,
      clusterMaxZoom: 15,
      clusterProperties: { rank: ["max", RANK] },
    },
  };
}

/** The layers of `host`, lowest first. */
export function layersOf(host, areas) {
  const layers = [...areaLayers(host, areas), ...nameLayers()];
  return host.mode === "choropleth" ? layers : [...layers, ...pointLayers()];
}

function areaLayers(host, areas) {
  const counts = areas.features.map(({ properties }) => properties.value ?? 0);
  const fill = host.mode === "choropleth" ? fillOf(classesOf(counts)) : "#f9fbfc";
  const isVillage = ["==", ["get", "level"], "village"];
  return [
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": fill, "fill-antialias": false } },
    {
      id: "borders",
      type: "line",
      source: "areas",
      paint: {
        "line-color": ["case", isVillage, "#9fb2bf", "#4a5b68"],
        "line-width": ["case", isVillage, 0.8, 1.6],
      },
    },
    {
      id: "chosen",
      type: "line",
      source: "areas",
      filter: ["==", ["get", "code"], ""],
      paint: { "line-color": "#0b3d5c", "line-width": 3.5 },
    },
  ];
}

function nameLayers() {
  const halo = { "text-color": "#31424f", "text-halo-color": "#ffffff", "text-halo-width": 1.6 };
  const name = (id, filter, minzoom, font, size) => ({
    id,
    type: "symbol",
    source: "names",
    filter,
    minzoom,
    layout: { "text-field": ["get", "name"], "text-font": font, "text-size": size, "text-max-width": 8, "text-padding": 4 },
    paint: halo,
  });
  const isVillage = ["==", ["get", "level"], "village"];
  return [name("villages", isVillage, 9.5, FONT, 12), name("places", ["!", isVillage], 0, BOLD, 13)];
}

function pointLayers() {
  const isCluster = ["has", "point_count"];
  return [
    {
      id: "points",
      type: "symbol",
      source: "points",
      filter: ["!", isCluster],
      layout: {
        "icon-image": ["concat", "sign-", ["coalesce", ["get", "severity"], "low"]],
        "icon-size": ["interpolate", ["linear"], ["zoom"], 9, 0.75, 14, 1],
        "icon-allow-overlap": true,
        "symbol-sort-key": RANK,
      },
    },
    { id: "clusters", type: "symbol", source: "points", filter: isCluster, layout: heap(), paint: { "text-color": "#ffffff" } },
  ];
}

/** A heap has the sign of the gravest incident in it, and its count inside. */
function heap() {
  const worst = ["coalesce", ["get", "rank"], 0];
  const byWorst = (values) => ["match", worst, ...SEVERITIES.flatMap((_, rank) => [rank, values[rank]]), values[0]];
  return {
    "icon-image": ["concat", "heap-", byWorst(SEVERITIES)],
    "icon-size": ["step", ["get", "point_count"], 0.8, 10, 0.95, 50, 1.1, 250, 1.3, 2000, 1.5],
    "icon-allow-overlap": true,
    "text-field": ["number-format", ["get", "point_count"], { locale: document.documentElement.lang }],
    "text-font": BOLD,
    "text-size": ["step", ["get", "point_count"], 12, 50, 13, 250, 14],
    "text-offset": byWorst([0, 0, 0.45, 0].map((down) => ["literal", [0, down]])),
    "text-allow-overlap": true,
    "symbol-sort-key": worst,
  };
}
