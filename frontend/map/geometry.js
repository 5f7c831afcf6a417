// Bounds and middles of polygons: what the engine does not tell.

/** [west, south, east, north] of all features; null when there are none. */
export function boundsOf({ features }) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const feature of features) for (const [x, y] of corners(feature.geometry)) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return Number.isFinite(box[0]) ? box : null;
}

/** A point in the middle of each area, with its properties: where its name stands. */
export function centresOf({ features }) {
  const points = features.map(({ geometry, properties }) => ({
    type: "Feature",
    properties,
    geometry: { type: "Point", coordinates: middle(largestRing(geometry)) },
  }));
  return { type: "FeatureCollection", features: points };
}

function rings({ type, coordinates }) {
  if (type === "Polygon") return [coordinates[0]];
  return type === "MultiPolygon" ? coordinates.map((polygon) => polygon[0]) : [];
}

function corners(geometry) {
  return rings(geometry).flat();
}

function largestRing(geometry) {
  return rings(geometry).reduce((best, ring) => (Math.abs(area(ring)) > Math.abs(area(best)) ? ring : best), [[0, 0]]);
}

function area(ring) {
  return ring.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length];
    return sum + x * nextY - nextX * y;
  }, 0) / 2;
}

/** The centre of gravity of a ring. */
function middle(ring) {
  const size = area(ring);
  if (!size) return ring[0];
  let [x, y] = [0, 0];
  ring.forEach(([oneX, oneY], at) => {
    const [nextX, nextY] = ring[(at + 1) % ring.length];
    const cross = oneX * nextY - nextX * oneY;
    x += (oneX + nextX) * cross;
    y += (oneY + nextY) * cross;
  });
  return [x / (6 * size), y / (6 * size)];
}
