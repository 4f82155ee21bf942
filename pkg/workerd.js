import module from "./wasm/hooksieve_bg.wasm";
import { provide } from "./lib/engine.js";

provide(() => module);

export * from "./lib/api.js";
