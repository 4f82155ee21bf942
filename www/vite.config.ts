import { defineConfig } from "vite";
import { licences } from "./build/licences.js";
import { offline } from "./build/offline.js";

export default defineConfig({
  // Relative addresses: the folder works under any path of any static host.
  base: "./",
  plugins: [licences(), offline()],
  worker: { format: "es" },
  build: {
    target: "es2022",
    // The policy of the page allows files of its own only, no `data:` addresses.
    assetsInlineLimit: 0,
    // Browsers with `light-dark()`, which the styles are written with.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    // The editor is needed at once; the tests hold what all of it weighs.
    chunkSizeWarningLimit: 800,
  },
});
