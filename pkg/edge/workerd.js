import module from "./wasm/edge_bg.wasm";
import { loadSync } from "./api.js";

export * from "./api.js";

/** The engine needs no waiting here: the module comes compiled. */
export async function load() {
  return loadSync(module);
}
