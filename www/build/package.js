// The custom element for the npm package, into `pkg/preview`: the element, its worker, and
// that worker as a text for homes that lose files beside a bundled dependency.

import { rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { licences } from "./licences.js";

const here = fileURLToPath(new URL("../", import.meta.url));
const out = fileURLToPath(new URL("../../pkg/preview/", import.meta.url));

/** One module out of an entry. */
async function bundled(name, entry, options = {}) {
  const made = await build({
    root: here,
    configFile: false,
    logLevel: "warn",
    resolve: { alias: options.alias ?? {} },
    plugins: options.plugins ?? [],
    build: {
      target: "es2022",
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      outDir: out,
      emptyOutDir: false,
      write: options.write ?? true,
      lib: { entry: here + entry, formats: ["es"], fileName: () => name },
      rolldownOptions: { external: options.external ?? [], output: { minify: true } },
    },
  });
  const [{ output }] = Array.isArray(made) ? made : [made];
  if (output.filter(({ type }) => type === "chunk").length !== 1) {
    throw new Error(`${name} is more than one file`);
  }
  return output[0].code;
}

for (const name of ["element.js", "worker.js", "worker-text.js", "THIRD-PARTY.txt"]) {
  rmSync(out + name, { force: true });
}

await bundled("element.js", "src/preview/custom-element.ts", { plugins: [licences()] });

// The engine is the package's own entry, which knows where the module is.
const entry = {
  name: "own-entry",
  renderChunk: (code) => code.replace(/(from\s*)(["'])hooksieve\2/, '$1"../web.js"'),
};
const worker = await bundled("worker.js", "src/engine/worker.ts", {
  external: ["hooksieve"],
  plugins: [entry],
});
if (!worker.includes('"../web.js"')) throw new Error("the worker does not import the engine");

// Nothing is beside a text: the engine is in it, and its module is handed over.
const text = await bundled("worker-text.js", "src/engine/worker.ts", {
  alias: { hooksieve: "hooksieve/slim" },
  write: false,
});
if (/\bimport\s*[{"']/.test(text)) throw new Error("the worker's text imports something");
writeFileSync(`${out}worker-text.js`, `export default ${JSON.stringify(text)};\n`);
