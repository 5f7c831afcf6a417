// Messages above the page: what failed, said without taking anything away.

import { text } from "./texts.js";

const SHOWN = 12_000; // milliseconds

/** Show `words` above the page for a while; a click takes it away. */
export function toast(words, tone = "danger") {
  const note = document.createElement("div");
  note.className = `toast-note alert alert-${tone}`;
  note.setAttribute("role", "alert");
  note.textContent = words;
  document.getElementById("toasts")?.append(note);
  leaveLater(note);
}

/** Say it when a request of htmx fails, and never put a whole error page into a part of one. */
export function showFailures() {
  document.addEventListener("htmx:sendError", () => toast(text("failed.network")));
  document.addEventListener("htmx:timeout", () => toast(text("failed.network")));
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status < 400 || !isWholePage(detail.xhr)) return;
    detail.shouldSwap = false;
    toast(text(detail.xhr.status < 500 ? "failed.refused" : "failed.server"));
  });
  for (const swapped of ["htmx:afterSwap", "htmx:oobAfterSwap"]) {
    document.addEventListener(swapped, ({ detail }) => {
      for (const note of detail.target.querySelectorAll("[data-toast]")) leaveLater(note);
    });
  }
}

function isWholePage(xhr) {
  return /^\s*<!doctype/i.test(xhr.responseText);
}

function leaveLater(note) {
  note.addEventListener("click", () => note.remove());
  setTimeout(() => note.remove(), SHOWN);
}
