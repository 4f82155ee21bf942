// The Worker on this machine: Cloudflare's runtime, with queues and objects by miniflare.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";
import { build } from "./build.js";

/** As in wrangler.jsonc, but that a batch waits less. */
const CONSUMER = { maxBatchSize: 6, maxBatchTimeout: 0.05, maxRetries: 0 };

let built;

/**
 * Starts the Worker on what `folder` has. `clock` tells it the time, where it is not to be
 * this machine's.
 */
export async function start({
  folder,
  port,
  bindings,
  clock,
  onOutput,
  inspectorPort,
  hasQueues = true,
}) {
  built ??= build();
  const miniflare = new Miniflare({
    ...(await built),
    name: "hooksieve",
    compatibilityDate: "2026-04-01",
    cf: false,
    host: "127.0.0.1",
    ...(port === undefined ? {} : { port }),
    ...(inspectorPort === undefined ? {} : { inspectorPort }),
    durableObjects: { TENANTS: { className: "Tenant", useSQLite: true } },
    durableObjectsPersist: join(folder, "objects"),
    queueProducers: hasQueues
      ? { HINTS: "hooksieve-hints", SLOW_HINTS: "hooksieve-slow-hints" }
      : {},
    queueConsumers: { "hooksieve-hints": CONSUMER, "hooksieve-slow-hints": CONSUMER },
    bindings,
    serviceBindings: clock === undefined ? {} : { CLOCK: () => new Response(String(clock())) },
    handleRuntimeStdio: (...streams) => {
      for (const stream of streams) stream.on("data", (data) => onOutput(String(data)));
    },
  });
  return { miniflare, url: await miniflare.ready };
}

/** The runtime's processes that this one started. */
export function runtimes() {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(stat) ?? [];
        return Number(parent) === process.pid && name.startsWith("workerd");
      } catch {
        // It ended meanwhile.
        return false;
      }
    })
    .map(Number);
}
