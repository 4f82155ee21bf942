import { readFile } from "node:fs/promises";
import { provide } from "./lib/engine.js";

provide(() => readFile(new URL("./wasm/hooksieve_bg.wasm", import.meta.url)));

export * from "./lib/api.js";
