// The vectors in Cloudflare's runtime, with the entry for the condition `workerd`.

import { readFileSync, readdirSync } from "node:fs";
import { Miniflare } from "miniflare";
import { root, vectorFiles } from "../files.js";

const worker = `
import * as hooksieve from "./pkg/workerd.js";
import { runVectors } from "./vectors.js";
await hooksieve.load();
export default {
  async fetch(request) {
    return Response.json(runVectors(hooksieve, await request.json()));
  },
};
`;

/** The files of the package as modules of a worker. */
export function packageModules(folder) {
  const text = (path) => ({
    type: "ESModule",
    path: `pkg/${path}`,
    contents: readFileSync(folder + path, "utf8"),
  });
  return [
    text("workerd.js"),
    ...readdirSync(`${folder}lib`).map((name) => text(`lib/${name}`)),
    text("wasm/hooksieve.js"),
    {
      type: "CompiledWasm",
      path: "pkg/wasm/hooksieve_bg.wasm",
      contents: readFileSync(`${folder}wasm/hooksieve_bg.wasm`),
    },
  ];
}

/** A worker of these modules, asked once. */
export async function ask(modules, body) {
  const miniflare = new Miniflare({ modules, compatibilityDate: "2026-04-01", cf: false });
  try {
    await miniflare.ready;
    const response = await miniflare.dispatchFetch("http://worker.example", {
      method: "POST",
      body,
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the worker answered ${response.status}: ${text}`);
    return text;
  } finally {
    await miniflare.dispose();
  }
}

export async function run() {
  const modules = [
    { type: "ESModule", path: "worker.js", contents: worker },
    ...packageModules(`${root}pkg/`),
    {
      type: "ESModule",
      path: "vectors.js",
      contents: readFileSync(`${root}tests/js/vectors.js`, "utf8"),
    },
  ];
  return JSON.parse(await ask(modules, JSON.stringify(vectorFiles())));
}
