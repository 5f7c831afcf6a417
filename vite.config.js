import purge from "@fullhuman/postcss-purgecss";
import { defineConfig } from "vite";

import { compress } from "./frontend/vite/compress.js";
import { sprite } from "./frontend/vite/sprite.js";

// Of Tabler only what the server can draw is kept; our own style sheets are kept whole. Classes
// that are put together there from parts ("alert-{{ tone }}") are named here: no search finds them.
const DRAWN = ["src/sinergi/**/templates/**/*.html", "src/sinergi/**/*.py", "frontend/**/*.js"];
const purged = purge({
  contentFunction: (file) => (file.includes("@tabler") ? DRAWN : [file]),
  defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  safelist: { greedy: [/^\.?alert-/, /^\.?btn-/] },
});

export default defineConfig({
  base: "./", // addresses follow the script that asks, so the static files may lie anywhere
  css: { postcss: { plugins: [purged] } },
  build: {
    outDir: "src/sinergi/web/static/build",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: false,
    assetsInlineLimit: 0,
    target: "es2022",
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: ["frontend/main.js", "frontend/map.js", "frontend/report.js", "frontend/push-worker.js"],
      checks: { eval: false }, // htmx has one, which its setting allowEval and our CSP keep shut
    },
  },
  plugins: [sprite(), compress()],
});
