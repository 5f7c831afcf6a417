// A place that was chosen on the map narrows the page to it, where the page says how.

/** Follow the choice of an area: `data-area-link` of the map, with the code of the place behind. */
export function followAreas() {
  document.addEventListener("sinergi:select", ({ target, detail }) => {
    const link = target.dataset?.areaLink;
    if (link && detail.type === "area") location.assign(link + encodeURIComponent(detail.code));
  });
}
