// Lays a .gz and a .br beside every built file, which the server then hands out as they are:
// the map engine is a megabyte, and a village has a thin line.

import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const SMALLEST = 1024; // bytes: below, it gains nothing
const THOROUGH = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** The plugin; it runs after everything was written. */
export function compress() {
  return {
    name: "compress",
    writeBundle({ dir }) {
      for (const file of readdirSync(dir, { recursive: true }).map((name) => join(dir, name))) {
        if (/\.(js|mjs|css|svg)$/.test(file) && statSync(file).size >= SMALLEST) pack(file);
      }
    },
  };
}

function pack(file) {
  const content = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(content, THOROUGH));
}
