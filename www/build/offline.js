// The service worker, with the files of this build and a version made of what is in them.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

/** A plugin that writes `service-worker.js` beside the page. */
export function offline() {
  return {
    name: "offline",
    writeBundle({ dir }) {
      const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(dir, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
        .filter((path) => /\.(html|js|css|wasm)$/.test(path) && path !== "service-worker.js")
        .sort();
      const source = readFileSync(new URL("service-worker.js", import.meta.url), "utf8");
      const hash = createHash("sha256").update(source);
      for (const path of paths) hash.update(path).update(readFileSync(join(dir, path)));
      const version = hash.digest("hex").slice(0, 16);
      const files = paths.map((path) => (path === "index.html" ? "./" : `./${path}`));
      const head = `const VERSION = "${version}";\nconst FILES = ${JSON.stringify(files)};\n`;
      writeFileSync(join(dir, "service-worker.js"), head + source);
    },
  };
}
