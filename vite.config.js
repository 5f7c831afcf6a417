import purge from "@fullhuman/postcss-purgecss";
import { defineConfig } from "vite";

import { compress } from "./frontend/vite/compress.js";
import { sprite } from "./frontend/vite/sprite.js";

// Classes are looked for in what the server draws. Those put together there from parts
// ("alert-{{ tone }}"), or set by MapLibre, are named here, for no search can find them.
const purged = purge({
  content: ["src/sinergi/**/templates/**/*.html", "src/sinergi/**/*.py", "frontend/**/*.js"],
  defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  safelist: { greedy: [/^\.?alert-/, /^\.?btn-/, /^\.?maplibregl/, /^\.?severity/, /^\.?state-/] },
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
      input: ["frontend/main.js", "frontend/map.js"],
      checks: { eval: false }, // htmx has one, which its setting allowEval and our CSP keep shut
    },
  },
  plugins: [sprite(), compress()],
});
