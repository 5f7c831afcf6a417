// The texts that scripts show, in the language of the page: the server writes them into #texts.

const written = document.getElementById("texts");
const texts = written ? JSON.parse(written.textContent) : {};

/** The text `key` with its {places} filled. */
export function text(key, places = {}) {
  return (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "");
}

/** A size in bytes as people read it: 820 kB, 1,4 MB. */
export function sizeText(bytes) {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  const digits = unit === "MB" && value < 10 ? 1 : 0;
  const format = new Intl.NumberFormat(document.documentElement.lang, {
    maximumFractionDigits: digits,
  });
  return `${format.format(value)} ${unit}`;
}

/** An icon of the sprite, as the server draws it. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${texts.sprite ?? ""}#${name}`);
  svg.append(use);
  return svg;
}
