import { provide } from "./lib/engine.js";

provide(() => new URL("./wasm/hooksieve_bg.wasm", import.meta.url));

export * from "./lib/api.js";
