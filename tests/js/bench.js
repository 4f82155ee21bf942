// What routing costs in this Node: sizes of the module, its start-up, and the time of an
// event, as a multiple of JSON.parse of the same string and against a router by hand.
// `cargo xtask wasm-bench` writes the events, the same as of `cargo bench`, and calls this.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { load, Router } from "hooksieve";
import { root } from "./files.js";
import { handWritten } from "./by-hand.js";
import { run as sizes } from "./sizes.js";

/** Multiples of JSON.parse at most, and times as fast as by hand at least. */
const CELLS = {
  "types-10": { most: 0.55, faster: 2 },
  "types-10000": {},
  "labels-10": { most: 0.8 },
  "labels-1000": { most: 0.8 },
  "labels-10000": { most: 0.8 },
  "mixed-1000": { most: 1.6 },
  "mixed-10000": { most: 2.2, faster: 25 },
};

const EVENTS = 5_000;
const ROUNDS = 15;

function median(values) {
  return values.sort((one, other) => one - other)[values.length >> 1];
}

/** Milliseconds of doing something with every event. A loop for each, which V8 compiles for it. */
const timers = (body) =>
  new Function("events", "act", `
    const started = performance.now();
    for (const event of events) ${body};
    return performance.now() - started;`);

const timeOf = {
  parse: timers("JSON.parse(event)"),
  route: timers("act.route(event).matched"),
  touched: timers("act.route(event).matched"),
  batch: timers("act.routeBatch(event)"),
  hand: timers("act(event)"),
};

function cell(name, { most, faster }) {
  const bench = `${root}target/tmp/bench/${name}`;
  const config = readFileSync(`${bench}.json`, "utf8");
  // Strings of their own, as a request's body is; not slices of one large string.
  const lines = readFileSync(`${bench}.ndjson`, "utf8").split("\n").slice(0, EVENTS);
  const events = lines.map((line) => Buffer.from(line).toString());
  const router = new Router(config, { dialect: "hooksieve" });
  const touched = new Router(config, { dialect: "hooksieve", reading: "touched" });
  const byHand = handWritten(config);
  const batch = events.join("\n");
  const sample = events.slice(0, 300);
  for (const event of sample) assert.deepEqual(router.route(event).matched, byHand(event), name);
  const times = { parse: [], route: [], touched: [], batch: [], hand: [] };
  // In turns, so that what slows one slows the other.
  for (let round = 0; round < ROUNDS; round++) {
    times.parse.push(timeOf.parse(events));
    times.route.push(timeOf.route(events, router));
    times.touched.push(timeOf.touched(events, touched));
    times.batch.push(timeOf.batch([batch], router));
    // By hand 10,000 subscriptions take long: a part of the events tells.
    if (round < 5) times.hand.push((timeOf.hand(sample, byHand) * EVENTS) / sample.length);
  }
  const ratio = (key) => median(times[key].map((time, round) => time / times.parse[round]));
  const against = median(times.hand) / median(times.route);
  const micro = (median(times.route) / EVENTS) * 1000;
  const missed = ratio("route") > (most ?? Infinity) || against < (faster ?? 0);
  const columns = [ratio("route"), ratio("touched"), ratio("batch")].map((each) => each.toFixed(2));
  const budget = [most ? `at most ${most}` : "", faster ? `at least ${faster}` : ""];
  console.log(
    `${name.padEnd(12)} ${micro.toFixed(2).padStart(8)} µs ${columns.map((each) => each.padStart(8)).join("")}` +
      `${against.toFixed(1).padStart(9)}   ${budget.filter(Boolean).join(", ")}${missed ? "  missed" : ""}`,
  );
  return missed ? [name] : [];
}

await load();
// A budget that is missed is told like the others below.
const weighed = await sizes().catch((fault) => `missed: ${fault.message}`);
console.log(weighed);
console.log("\n               an event    as a multiple of JSON.parse   times as fast");
console.log("                          route touched   batch  as by hand   budgets");
const missed = Object.entries(CELLS).flatMap(([name, budgets]) => cell(name, budgets));
if (weighed.startsWith("missed")) missed.push("size or start-up");
if (missed.length > 0) console.log(`\nmissed: ${missed.join(", ")}`);
if (process.argv.includes("--check") && missed.length > 0) process.exitCode = 1;
