// Bundles the Worker for tests and for a look at it here; `wrangler deploy` bundles its own.

import { mkdir, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** The modules of the Worker as miniflare takes them. */
export async function build() {
  const outdir = `${root}dist`;
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await bundle({
    entryPoints: [`${root}src/index.ts`],
    outdir,
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd"],
    external: ["cloudflare:workers"],
    loader: { ".wasm": "copy" },
    logLevel: "warning",
  });
  const names = await readdir(outdir);
  const modules = names.map((name) => ({
    type: name.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
    path: `${outdir}/${name}`,
  }));
  return {
    modules: modules.sort((one) => (one.type === "ESModule" ? -1 : 1)),
    modulesRoot: outdir,
  };
}
