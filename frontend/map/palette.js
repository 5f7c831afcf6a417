// Colours of the map: told apart by lightness too, and never without a shape, a figure or a word.

export const SEVERITIES = ["low", "medium", "high", "critical"];

export const COLOUR = { low: "#47606f", medium: "#b07d00", high: "#c8460f", critical: "#7d0a3c" };

const STEPS = ["#ffffff", "#cfe3ef", "#8fc0db", "#4a93bd", "#0b5a86", "#072f4b"];

/** Classes for counts: [{from, to, colour}], none first, then up to five of like width. */
export function classesOf(values) {
  const most = Math.max(0, ...values);
  const width = Math.max(1, Math.ceil(most / (STEPS.length - 1)));
  const classes = [{ from: 0, to: 0, colour: STEPS[0] }];
  for (let at = 1; at < STEPS.length && (at - 1) * width < most; at += 1) {
    classes.push({ from: (at - 1) * width + 1, to: at * width, colour: STEPS[at] });
  }
  return classes;
}

/** The same as an expression of the engine, on the property `value`. */
export function fillOf(classes) {
  const [none, ...rest] = classes;
  if (!rest.length) return none.colour;
  return ["step", ["coalesce", ["get", "value"], 0], none.colour, ...rest.flatMap(({ from, colour }) => [from, colour])];
}
