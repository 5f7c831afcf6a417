// Forms that lose nothing: drafts, files with their limits, one sending at a time.

import { keepDrafts } from "./drafts.js";
import { watchFiles } from "./files.js";
import { offerLocation } from "./locate.js";
import { guardSending } from "./sending.js";

/** Take care of all forms of the page, and of those that come into it later. */
export function guardForms() {
  guardSending();
  prepare(document);
  document.addEventListener("htmx:load", ({ detail }) => prepare(detail.elt));
  document.addEventListener("sinergi:form", ({ target }) => prepare(target));
}

function prepare(root) {
  keepDrafts(root);
  watchFiles(root);
  offerLocation(root);
  focusErrors(root);
}

/** What is wrong is what one must see first. */
function focusErrors(root) {
  root.querySelector("[data-form-errors]")?.focus();
}
