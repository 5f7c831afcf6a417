// Signing by hand: a canvas whose strokes go with the form. Without it, the typed name does.

import SignaturePad from "signature_pad";

const WIDTH = 600; // units of the box, as the server keeps them
const HEIGHT = 220;

/** Turn the box of `form` into one in which one draws. */
export function drawIn(form) {
  const box = form.querySelector("[data-sign-box]");
  const canvas = box.querySelector("[data-sign-canvas]");
  const strokes = form.querySelector("[name=strokes]");
  const typed = form.querySelector("[data-typed-name]");
  box.hidden = false;
  const pad = new SignaturePad(canvas, { minWidth: 1, maxWidth: 2.6, penColor: "#10253f" });
  const fit = () => {
    fitTo(canvas, pad);
    if (pad.isEmpty()) restore(pad, canvas, strokes.value);
  };
  fit();
  new ResizeObserver(fit).observe(canvas);
  const keep = () => {
    strokes.value = pad.isEmpty() ? "" : JSON.stringify(strokesOf(pad, canvas));
  };
  pad.addEventListener("endStroke", () => {
    typed.value = "";
    keep();
  });
  box.querySelector("[data-sign-clear]").addEventListener("click", () => {
    pad.clear();
    keep();
  });
  typed.addEventListener("input", () => {
    pad.clear();
    strokes.value = "";
    write(canvas, typed.value);
  });
}

// As many pixels as the screen has; what was drawn is drawn again in the new size.
function fitTo(canvas, pad) {
  const ratio = Math.max(window.devicePixelRatio || 1, 1);
  const width = canvas.offsetWidth;
  const height = canvas.offsetHeight;
  if (canvas.width === width * ratio || !width) return;
  const before = canvas.width / (canvas.dataset.ratio || 1);
  const drawn = pad.toData();
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  canvas.dataset.ratio = String(ratio);
  canvas.getContext("2d").scale(ratio, ratio);
  const scale = width / before;
  for (const stroke of drawn) {
    for (const point of stroke.points) {
      point.x *= scale;
      point.y *= scale;
    }
  }
  pad.fromData(drawn);
}

function strokesOf(pad, canvas) {
  const across = WIDTH / canvas.offsetWidth;
  const down = HEIGHT / canvas.offsetHeight;
  return pad
    .toData()
    .map((stroke) =>
      stroke.points.map((point) => [Math.round(point.x * across), Math.round(point.y * down)]),
    );
}

// A page that came back with an error keeps what was drawn.
function restore(pad, canvas, kept) {
  if (!kept || kept === "null") return;
  const across = canvas.offsetWidth / WIDTH;
  const down = canvas.offsetHeight / HEIGHT;
  const strokes = JSON.parse(kept).map((points) => ({
    penColor: "#10253f",
    dotSize: 0,
    minWidth: 1,
    maxWidth: 2.6,
    velocityFilterWeight: 0.7,
    compositeOperation: "source-over",
    points: points.map(([x, y], index) => ({ x: x * across, y: y * down, pressure: 0.5, time: index * 16 })),
  }));
  pad.fromData(strokes);
}

// The typed name, shown in the same box, so that nobody is shut out.
function write(canvas, name) {
  const context = canvas.getContext("2d");
  const size = Math.min(canvas.offsetHeight / 3, (canvas.offsetWidth * 1.7) / Math.max(name.length, 8));
  context.fillStyle = "#10253f";
  context.font = `italic ${size}px Georgia, "Times New Roman", serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(name, canvas.offsetWidth / 2, canvas.offsetHeight / 2, canvas.offsetWidth - 24);
}
