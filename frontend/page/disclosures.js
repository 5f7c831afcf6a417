// A part of the page that is fetched anew keeps open what its reader had opened.

/** Remember the open <details id> of a part before it is swapped, and open them again after. */
export function keepDisclosures() {
  const opened = new Set();
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    opened.clear();
    for (const found of detail.target.querySelectorAll("details[id][open]")) opened.add(found.id);
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  });
}
