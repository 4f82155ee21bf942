// The entry `hooksieve/edge` over its vectors, in this Node and in Cloudflare's runtime.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as edge from "hooksieve/edge";
import { runEdgeVectors } from "./edge-vectors.js";
import { root, vectorFiles } from "./files.js";
import { ask } from "./homes/workerd.js";

/** Bytes of the module, compressed. */
const BUDGET = 260_000;

const worker = `
import * as edge from "./edge/workerd.js";
import { runEdgeVectors } from "./edge-vectors.js";
await edge.load();
export default {
  async fetch(request) {
    const { files, version } = await request.json();
    return Response.json(await runEdgeVectors(edge, files, version));
  },
};
`;

export async function run() {
  const { version } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
  const files = vectorFiles();
  await edge.load();
  const here = await runEdgeVectors(edge, files, version);
  const there = JSON.parse(await ask(modules(), JSON.stringify({ files, version })));
  for (const [home, { tests, failures }] of Object.entries({ node: here, workerd: there })) {
    assert.deepEqual(failures, [], `${home}: ${failures.length} failures`);
    assert.ok(tests > 500, `${home}: only ${tests} comparisons were made`);
  }
  assert.equal(here.tests, there.tests);
  const size = gzipSync(readFileSync(`${root}pkg/edge/wasm/edge_bg.wasm`), { level: 9 }).length;
  assert.ok(size <= BUDGET, `the module is ${size} bytes compressed, at most ${BUDGET}`);
  return `${here.tests} comparisons in node and workerd; module gzip ${(size / 1000).toFixed(0)} kB`;
}

/** The entry as modules of a worker. */
function modules() {
  const folder = `${root}pkg/edge/`;
  const text = (path, contents) => ({ type: "ESModule", path, contents });
  const own = readdirSync(folder).filter((name) => name.endsWith(".js"));
  return [
    text("worker.js", worker),
    text("edge-vectors.js", readFileSync(`${root}tests/js/edge-vectors.js`, "utf8")),
    ...[...own, "wasm/edge.js"].map((name) =>
      text(`edge/${name}`, readFileSync(folder + name, "utf8")),
    ),
    {
      type: "CompiledWasm",
      path: "edge/wasm/edge_bg.wasm",
      contents: readFileSync(`${folder}wasm/edge_bg.wasm`),
    },
  ];
}
