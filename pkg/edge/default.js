import { loadSync } from "./api.js";

export * from "./api.js";

/** Fetches the module from beside this file. */
export async function load() {
  const response = await fetch(new URL("./wasm/edge_bg.wasm", import.meta.url));
  return loadSync(await response.arrayBuffer());
}
