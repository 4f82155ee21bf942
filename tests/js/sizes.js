// What the module weighs and how long it takes to start, held to its budgets.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { root } from "./files.js";
import { output } from "./process.js";

/** Bytes of the module, of all JavaScript beside it, and of the custom element, compressed. */
const BUDGETS = { gzip: 350_000, brotli: 270_000, scripts: 14_000, preview: 250_000 };

/** Milliseconds from nothing loaded to ready, the package imported. */
const START_UP = 15;

const SCRIPTS = ["web.js", "wasm/hooksieve.js"].concat(
  ["api", "batch", "catalogue", "config", "engine", "error", "event", "explainer"].map(
    (name) => `lib/${name}.js`,
  ),
  ["lib/near.js", "lib/outcome.js", "lib/router.js"],
);

export function sizes() {
  const module = readFileSync(`${root}pkg/wasm/hooksieve_bg.wasm`);
  const scripts = SCRIPTS.map((name) => readFileSync(`${root}pkg/${name}`, "utf8")).join("\n");
  const preview = ["preview.js", "preview/element.js", "preview/worker.js"]
    .map((name) => readFileSync(`${root}pkg/${name}`, "utf8"))
    .join("\n");
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: module.length,
  };
  return {
    raw: module.length,
    gzip: gzipSync(module, { level: 9 }).length,
    brotli: brotliCompressSync(module, { params }).length,
    scripts: gzipSync(scripts, { level: 9 }).length,
    preview: gzipSync(preview, { level: 9 }).length,
  };
}

/** Milliseconds of load(), the least of a few fresh processes: others disturb, none helps. */
export async function startUp() {
  const script = `import { load } from "hooksieve";
    const started = performance.now();
    await load();
    console.log(performance.now() - started);`;
  const times = [];
  for (let round = 0; round < 9; round++) {
    const words = ["--input-type=module", "--eval", script];
    times.push(Number(await output("node", words, { cwd: `${root}tests/js` })));
  }
  return Math.min(...times);
}

export async function run() {
  const found = sizes();
  const started = await startUp();
  for (const [name, budget] of Object.entries(BUDGETS)) {
    assert.ok(found[name] <= budget, `${name}: ${found[name]} bytes, at most ${budget}`);
  }
  assert.ok(started <= START_UP, `load() takes ${started.toFixed(1)} ms, at most ${START_UP}`);
  const kilo = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;
  return (
    `module ${kilo(found.raw)}, gzip ${kilo(found.gzip)}, brotli ${kilo(found.brotli)}; ` +
    `scripts gzip ${(found.scripts / 1000).toFixed(1)} kB, preview ${kilo(found.preview)}; load() ${started.toFixed(1)} ms`
  );
}
