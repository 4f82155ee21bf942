// `npm run load`: what intake and delivery take on this machine, in Cloudflare's runtime.
//
//   node scripts/load.js [--subscriptions 10000] [--events 5000] [--senders 16] [--batch 50]
//
// Everything runs here: runtime, senders, and the target, on whatever cores there are. Events
// are sent for a number, not for a time, so it stops by itself.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import WebSocket from "ws";
import { runtimes, start } from "./local.js";

const { values } = parseArgs({
  options: {
    subscriptions: { type: "string", default: "10000" },
    events: { type: "string", default: "5000" },
    senders: { type: "string", default: "16" },
    batch: { type: "string", default: "50" },
  },
});
const [SUBSCRIPTIONS, EVENTS, SENDERS, BATCH] = ["subscriptions", "events", "senders", "batch"].map(
  (name) => Number(values[name]),
);

const ADMIN = "load-admin-token";
const SECRET = "load-tenant-secret";
const folder = mkdtempSync(join(tmpdir(), "hooksieve-load-"));
const agent = new Agent({ keepAlive: true, maxSockets: SENDERS });

const delivered = new Map();
const target = createServer((incoming, response) => {
  const id = incoming.headers["webhook-id"];
  delivered.set(id, (delivered.get(id) ?? 0) + 1);
  incoming.resume().on("end", () => response.end());
});
await new Promise((resolve) => target.listen(0, "127.0.0.1", resolve));

const { miniflare, url } = await start({
  folder,
  bindings: { ADMIN_TOKEN: ADMIN, ALLOWED_TARGETS: "http private" },
  onOutput: () => undefined,
  inspectorPort: 0,
});

try {
  const rates = { events: { perSecond: 1e6, burst: 1e6 }, calls: { perSecond: 1e6, burst: 1e6 } };
  await ask("PUT", "/t/load", ADMIN, JSON.stringify({ secret: SECRET, rates }));
  const before = await heap();
  const configured = await timed(SUBSCRIPTIONS, (at) =>
    ask("POST", "/t/load/hooksieve/subscriptions", SECRET, subscription(at)),
  );
  print(`${SUBSCRIPTIONS} subscriptions created`, configured);

  // The first event compiles the router.
  const cold = await timed(1, () =>
    ask("POST", "/t/load/events/hooksieve", SECRET, event("first", 0)),
  );
  console.log(`first event, which compiles the router: ${cold.times[0].toFixed(0)} ms`);

  const single = await timed(EVENTS, (at) =>
    ask("POST", "/t/load/events/hooksieve", SECRET, event(`s${at}`, at)),
  );
  print(`${EVENTS} events, one a request`, single);
  const batches = Math.max(1, Math.floor(EVENTS / BATCH));
  const batched = await timed(batches, (at) => {
    const lines = Array.from({ length: BATCH }, (_, index) =>
      event(`b${at}-${index}`, at * BATCH + index),
    );
    return ask(
      "POST",
      "/t/load/events/hooksieve",
      SECRET,
      lines.join("\n"),
      "application/x-ndjson",
    );
  });
  print(`${batches * BATCH} events, ${BATCH} a request`, batched, BATCH);

  const owed = 1 + EVENTS + batches * BATCH;
  const began = performance.now();
  const already = delivered.size;
  while (delivered.size < owed && performance.now() - began < 300_000) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const seconds = (performance.now() - began) / 1000;
  const twice = [...delivered.values()].filter((count) => count > 1).length;
  console.log(
    `${delivered.size} of ${owed} delivered, ${twice} more than once; ${already} of them during intake, the rest at ${((owed - already) / seconds).toFixed(0)} a second`,
  );
  console.log(
    `memory: isolate ${before} with nothing configured, ${await heap()} now (worker, object and router together); process ${memory()} MB`,
  );
  console.log(`${cpus().length} cores, ${SENDERS} senders; Node ${process.version}`);
  if (delivered.size !== owed) process.exitCode = 1;
} finally {
  await miniflare.dispose();
  target.closeAllConnections();
  target.close();
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}

/** One subscription of an account; an event fires that of its account. */
function subscription(at) {
  return JSON.stringify({
    events: ["wallet.transfer.*"],
    labels: { account: `account-${at}` },
    match: "all",
    conditions: [{ key: "amount", condition: "gte", value: String(at % 100) }],
    target: { url: `http://127.0.0.1:${target.address().port}/${at}` },
  });
}

function event(id, at) {
  const account = `account-${at % SUBSCRIPTIONS}`;
  const data = {
    amount: "1000000000000000000",
    from: `0x${"a".repeat(40)}`,
    to: `0x${"b".repeat(40)}`,
    note: "x".repeat(300),
  };
  return JSON.stringify({ id, type: "wallet.transfer.confirmed", labels: { account }, data });
}

/** How long calls take, a few at once, and what of the processor. */
async function timed(count, act) {
  const times = [];
  let next = 0;
  const [began, used] = [performance.now(), processor()];
  const sender = async () => {
    for (let at = next++; at < count; at = next++) {
      const started = performance.now();
      await act(at);
      times.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  return { times, seconds: (performance.now() - began) / 1000, processor: processor() - used };
}

function print(what, { times, seconds, processor: used }, each = 1) {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
  const rate = ((times.length * each) / seconds).toFixed(0);
  const cpu = ((used * 1000) / (times.length * each)).toFixed(2);
  console.log(
    `${what}: ${rate} a second, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ${cpu} ms of processor each (runtime)`,
  );
}

function ask(method, path, token, body, type = "application/json") {
  return new Promise((resolve, reject) => {
    const headers = {
      Authorization: `Bearer ${token}`,
      "Content-Type": type,
      "Content-Length": Buffer.byteLength(body),
    };
    const asked = request(new URL(path, url), { method, headers, agent }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        if (response.statusCode < 300) resolve();
        else reject(new Error(`${path}: ${response.statusCode} ${Buffer.concat(parts)}`));
      });
    });
    asked.on("error", reject).end(body);
  });
}

/** Seconds of processor that the runtime has taken, by the kernel's clock of 100 a second. */
function processor() {
  return runtimes().reduce((sum, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return sum + (Number(fields[11]) + Number(fields[12])) / 100;
  }, 0);
}

/** What the isolate holds, garbage included, of which a Worker may have 128 MB. */
async function heap() {
  const { port } = await miniflare.getInspectorURL();
  const [{ webSocketDebuggerUrl }] = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
  const socket = new WebSocket(webSocketDebuggerUrl);
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  const told = new Promise((resolve) =>
    socket.on("message", (text) => resolve(JSON.parse(text).result)),
  );
  socket.send(JSON.stringify({ id: 1, method: "Runtime.getHeapUsage", params: {} }));
  const { usedSize, backingStorageSize } = await told;
  socket.close();
  const mega = (bytes) => (bytes / 1e6).toFixed(0);
  return `${mega(usedSize)} MB of heap and ${mega(backingStorageSize)} MB of buffers`;
}

/** Megabytes that the runtime's process has in memory. */
function memory() {
  const resident = (pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]);
  return Math.round(runtimes().reduce((sum, pid) => sum + resident(pid), 0) / 1024);
}
