// The sign of each severity, in colour and shape, as in the badges of the page.

import { COLOUR } from "./palette.js";

const UNIT = 26; // the grid on which the shapes are drawn
const SIGN = 26; // pixels of the page: one incident
const HEAP = 42; // several of them
const SHARP = 2; // drawn at twice the size

const SHAPES = {
  low: (c) => c.arc(13, 13, 9, 0, 2 * Math.PI),
  medium: (c) => outline(c, [[13, 2.5], [23.5, 13], [13, 23.5], [2.5, 13]]),
  high: (c) => outline(c, [[13, 2.5], [24, 22.5], [2, 22.5]]),
  critical: (c) => outline(c, [[8.5, 2.5], [17.5, 2.5], [23.5, 8.5], [23.5, 17.5], [17.5, 23.5], [8.5, 23.5], [2.5, 17.5], [2.5, 8.5]]),
};

/** Give the engine two images for every severity: sign-low … heap-critical. */
export function addSigns(engine) {
  for (const name of Object.keys(SHAPES)) {
    engine.addImage(`sign-${name}`, draw(name, SIGN), { pixelRatio: SHARP });
    engine.addImage(`heap-${name}`, draw(name, HEAP), { pixelRatio: SHARP });
  }
}

/** A shape as pixels; in a heap there is a figure where else its mark would be. */
function draw(name, size) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = size * SHARP;
  const context = canvas.getContext("2d");
  context.scale((SHARP * size) / UNIT, (SHARP * size) / UNIT);
  context.beginPath();
  SHAPES[name](context);
  context.closePath();
  context.lineJoin = "round";
  context.lineWidth = (3 * SIGN) / size;
  context.strokeStyle = "#ffffff";
  context.stroke();
  context.fillStyle = COLOUR[name];
  context.fill();
  if (name === "critical" && size === SIGN) exclaim(context);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

function exclaim(context) {
  context.fillStyle = "#ffffff";
  context.fillRect(11.5, 6.5, 3, 8.5);
  context.fillRect(11.5, 17, 3, 3);
}

function outline(context, corners) {
  for (const [x, y] of corners) context.lineTo(x, y);
}
