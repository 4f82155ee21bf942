import { readFile } from "node:fs/promises";
import { loadSync } from "./api.js";

export * from "./api.js";

/** Reads the module from beside this file. */
export async function load() {
  return loadSync(await readFile(new URL("./wasm/edge_bg.wasm", import.meta.url)));
}
