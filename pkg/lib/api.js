// Everything the package exports, whichever entry it is.

import * as api from "./api.js";
import { start, startSync } from "./engine.js";

export { codes, dialects, eventForms, operators, sample, version } from "./catalogue.js";
export { applyFix, check, compare, convert, lint, parse, update } from "./config.js";
export { HooksieveError } from "./error.js";
export { Explainer } from "./explainer.js";
export { NearMisses } from "./near.js";
export { Router } from "./router.js";

/** @param {import("../index.js").LoadInput} [input] */
export async function load(input) {
  await start(input);
  return api;
}

/** @param {BufferSource | WebAssembly.Module} module */
export function loadSync(module) {
  startSync(module);
  return api;
}
