// The entry `hooksieve/edge` over its vectors, in this Node, in Cloudflare's runtime, and as
// browsers load it.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { gzipSync } from "node:zlib";
import * as edge from "hooksieve/edge";
import { runEdgeVectors } from "./edge-vectors.js";
import { choices } from "./fuzz.js";
import { root, vectorFiles } from "./files.js";
import { ask } from "./homes/workerd.js";
import { output } from "./process.js";

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
  const child = new URL("homes/edge-deno.js", import.meta.url).pathname;
  const deno = JSON.parse(await output("deno", ["run", "--allow-read", "--allow-env", child]));
  for (const [home, { tests, failures }] of Object.entries({ node: here, workerd: there, deno })) {
    assert.deepEqual(failures, [], `${home}: ${failures.length} failures`);
    assert.ok(tests > 500, `${home}: only ${tests} comparisons were made`);
  }
  assert.deepEqual([there.tests, deno.tests], [here.tests, here.tests]);
  const calls = survives(files);
  const size = gzipSync(readFileSync(`${root}pkg/edge/wasm/edge_bg.wasm`), { level: 9 }).length;
  assert.ok(size <= BUDGET, `the module is ${size} bytes compressed, at most ${BUDGET}`);
  const kilo = `${(size / 1000).toFixed(0)} kB`;
  return `${here.tests} comparisons in node, workerd and deno; ${calls} mutated calls; module gzip ${kilo}`;
}

/** Calls with mutated input give an answer or an error, and never a trap. */
function survives(files) {
  const texts = files.flatMap(({ text }) => {
    const { kind, cases } = JSON.parse(text);
    if (kind === "delivery") return cases.map((one) => edge.newDelivery(one.event, "sub", 1));
    return cases.flatMap(({ steps = [], body }) =>
      [body, ...steps.flatMap((each) => [each.body, each.answer])]
        .filter((each) => each !== undefined)
        .map((each) => (typeof each === "string" ? each : JSON.stringify(each))),
    );
  });
  const choose = choices(20261126);
  const one = (list) => list[choose(list.length)];
  const mutated = () => {
    let text = one(texts);
    for (let times = choose(4); times > 0; times--) {
      const at = choose(text.length + 1);
      text = text.slice(0, at) + (choose(2) ? one(PIECES) : "") + text.slice(at + choose(4));
    }
    return text;
  };
  const apis = ["dfns", "dakota", "cdp", "cdp@2026-09", "ark", "hooksieve"].map(
    (name) => new edge.Api(name),
  );
  const fresh = { now: 1, random: new Uint8Array(48), rules: { http: false, private: false } };
  const moment = { now: 2, random: new Uint8Array(16) };
  const wake = { kind: "wake", subscription: "enabled" };
  const headers = [
    ["x-webhook-signature", "AA=="],
    ["x-webhook-timestamp", "1"],
  ];
  const acts = [
    (api, text) => api.create(text, 0, fresh),
    (api, text) => api.update("id", mutated(), text, [["enabled", text]], fresh),
    (api, text) => api.list([["limit", text.slice(0, 3)]], [text, mutated()]),
    (api, text) => api.standing(text),
    (api, text) => api.destination(text),
    (api, text) => api.operation("GET", `/webhooks/${text}`),
    (api, text) => api.history(text, mutated(), { type: "a.b", url: text }),
    (_, text) => edge.step(one(PROVIDERS), text, wake, moment),
    (_, text) => edge.step(one(PROVIDERS), texts[0], JSON.parse(text), moment),
    (_, text) =>
      edge.unsigned(one(PROVIDERS), text, {
        url: text,
        headers: [[text.slice(0, 5), text]],
        rules: fresh.rules,
        body: new TextEncoder().encode(text),
      }),
    (_, text) => edge.deliveredBody(text),
    (_, text) => edge.checkTarget(text, fresh.rules),
    (_, text) => edge.algorithmOf(one(["dfns", "dakota", "ark", "standard-webhooks"]), text),
    (_, text) =>
      edge
        .verify("dakota", { headers, body: new TextEncoder().encode(text) }, [], 1)
        .catch(refused),
  ];
  const CALLS = 30_000;
  for (let call = 0; call < CALLS; call++) {
    try {
      one(acts)(one(apis), mutated());
    } catch (fault) {
      refused(fault);
    }
  }
  return CALLS;
}

const PROVIDERS = ["dfns", "dakota", "cdp", "ark", "hooksieve"];
const PIECES = [
  '"',
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\\",
  "null",
  "1e999",
  "-",
  "0",
  "é",
  "😀",
  "\0",
  "#",
  "@",
  "%",
];

/** What is refused is an error of the package, or no JSON. */
function refused(fault) {
  if (!(fault instanceof edge.EdgeError) && !(fault instanceof SyntaxError)) throw fault;
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
