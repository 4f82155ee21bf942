// The module within the script: for development servers that lose files beside a bundled
// dependency, for single files, and wherever nothing can be fetched.

import module from "./wasm/inline.js";
import { provide } from "./lib/engine.js";

provide(() => Uint8Array.from(atob(module), (character) => character.charCodeAt(0)));

export * from "./lib/api.js";
