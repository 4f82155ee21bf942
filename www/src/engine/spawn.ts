// Where the worker is: a file beside this one.

import type { Spawned } from "./client";

export function spawn(): Spawned {
  return { worker: new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }) };
}
