// One sheet with the icons that the templates name: those found in quotes after "icon", and
// those listed in icons.txt (which come from variables, where no search can see them).

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const LIST = "frontend/icons.txt";
const DRAWINGS = join(
  dirname(createRequire(import.meta.url).resolve("@tabler/icons/package.json")),
  "icons/outline",
);
const NAMED = /\bicon(?:=|:\s*|\s+)["']([a-z][a-z0-9-]+)["']/g;

/** The names of all icons in use, sorted. */
function names() {
  const listed = readFileSync(LIST, "utf8").split("\n").filter((line) => /^[a-z]/.test(line));
  const used = sources().flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(NAMED)].map((match) => match[1]),
  );
  return [...new Set([...listed.map((line) => line.trim()), ...used])].sort();
}

function sources() {
  return readdirSync("src/sinergi", { recursive: true })
    .filter((name) => /\.(html|py)$/.test(name))
    .map((name) => join("src/sinergi", name));
}

/** One icon as a symbol; an error that names it when Tabler has none of that name. */
function symbol(name) {
  const file = join(DRAWINGS, `${name}.svg`);
  if (!existsSync(file)) throw new Error(`no icon is called "${name}" (named in a template)`);
  const shapes = readFileSync(file, "utf8")
    .replace(/^[\s\S]*?<svg[\s\S]*?>/, "")
    .replace("</svg>", "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/>\s+</g, "><")
    .trim();
  const stroke = 'fill="none" stroke="currentColor" stroke-width="2"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${stroke} stroke-linecap="round" stroke-linejoin="round">${shapes}</symbol>`;
}

/** The plugin that puts the sheet among the built files, under the name of its list. */
export function sprite() {
  return {
    name: "sprite",
    buildStart() {
      this.addWatchFile(LIST);
      const sheet = `<svg xmlns="http://www.w3.org/2000/svg">${names().map(symbol).join("\n")}</svg>`;
      this.emitFile({
        type: "asset",
        name: "icons.svg",
        originalFileName: LIST,
        source: sheet,
      });
    },
  };
}
