// The form of a directive, in the rhythm of the spoken word: Ctrl+Enter gives it, and the next
// one can be typed at once.

import { fresh } from "../forms/fresh.js";
import { forgetDraft } from "../forms/drafts.js";
import { pickOwners } from "./owners.js";

/** Take care of every such form, also of the one that comes back empty. */
export function guardDirectives() {
  prepare(document);
  document.addEventListener("htmx:load", ({ detail }) => prepare(detail.elt));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.closest?.("form[data-directive], form[data-point]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    const form = detail.elt;
    if (form.matches?.("form[data-directive]") && detail.xhr.status === 200) forgetDraft(form);
  });
}

function prepare(root) {
  for (const form of fresh(root, "form[data-directive]", "directiveReady")) {
    for (const select of form.querySelectorAll("select[data-pick]")) pickOwners(select);
    const other = form.querySelector(".until-other");
    const look = () => {
      other.hidden = form.querySelector("[name=until]:checked")?.value !== "other";
    };
    form.addEventListener("change", look);
    form.addEventListener("sinergi:restored", look);
    look();
    if ("given" in form.dataset) form.elements.text.focus();
  }
}
