// Where the phone is: <button type="button" hidden data-locate data-lon="id" data-lat="id"
// data-status="id">. The button shows itself only where the browser can do it.

import { text } from "../page/texts.js";
import { fresh } from "./fresh.js";

const ASKED = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 30_000 };

/** Let the location buttons in `root` work. */
export function offerLocation(root) {
  for (const button of fresh(root, "[data-locate]", "locateReady")) {
    if (!("geolocation" in navigator) || !window.isSecureContext) continue;
    button.hidden = false;
    button.addEventListener("click", () => locate(button));
  }
}

function locate(button) {
  say(button, text("locate.searching"));
  button.disabled = true;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => found(button, coords),
    (error) => failed(button, error),
    ASKED,
  );
}

function found(button, { longitude, latitude, accuracy }) {
  button.disabled = false;
  fill(button.dataset.lon, longitude.toFixed(6));
  fill(button.dataset.lat, latitude.toFixed(6));
  const metres = new Intl.NumberFormat(document.documentElement.lang).format(Math.round(accuracy));
  say(button, text(accuracy > 500 ? "locate.rough" : "locate.found", { metres }));
}

function failed(button, error) {
  button.disabled = false;
  say(button, text(error.code === error.PERMISSION_DENIED ? "locate.refused" : "locate.failed"));
}

function fill(id, value) {
  const input = document.getElementById(id);
  if (!input) return;
  input.value = value;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

function say(button, words) {
  const shown = document.getElementById(button.dataset.status);
  if (shown) shown.textContent = words;
}
