// The runtime is killed (SIGKILL) between any two steps and started again on what it had
// written: every event that was accepted is delivered nevertheless.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Caller, Edge, Target, until } from "./harness.js";

/** Where it is killed; each of them once a round. */
const ROUNDS = 6;
const POINTS = {
  "while events come in": ({ kill }) => setTimeout(kill, Math.random() * 12),
  "at any moment": ({ kill }) => setTimeout(kill, Math.random() * 150),
  "right after the answer": ({ answered }) => answered.then((kill) => kill()),
  "as the target gets the first request": ({ onRequest }) => onRequest(1, "before"),
  "as the target gets a later request": ({ onRequest }) => onRequest(4, "before"),
  "as the target answers": ({ onRequest }) => onRequest(1, "after"),
  "a moment after the target answered": ({ onRequest }) => onRequest(3, "later"),
};

test("every accepted event is delivered, wherever the runtime is killed", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "hooksieve-fault-"));
  const accepted = new Set();
  const delivered = new Map();
  let hook;
  const target = await Target.start(async ({ text }) => {
    const { id, retryOf, deliveryAttempt, data } = JSON.parse(text);
    const kill = hook?.();
    if (kill?.when === "before") return kill.now();
    // Each event fails once, so that retries are killed too.
    const fails = deliveryAttempt === 1 && data.fails;
    if (!fails) delivered.set(data.name, (delivered.get(data.name) ?? 0) + 1);
    assert.equal(
      deliveryAttempt === 1,
      retryOf === undefined,
      `${id} is attempt ${deliveryAttempt}`,
    );
    if (kill?.when === "after") setTimeout(kill.now, 0);
    if (kill?.when === "later") setTimeout(kill.now, 3);
    return fails ? 500 : 200;
  });
  let edge = await Edge.start({ folder });
  let tenant = await edge.tenant("fault");
  let kills = 0;
  const restart = async () => {
    const { ahead } = edge;
    await edge.stop();
    edge = await Edge.start({ folder });
    edge.ahead = ahead;
    tenant = new Caller(edge, "fault", tenant.secret);
  };
  try {
    await tenant.call("dfns", "POST /webhooks", { url: target.url, events: ["*"] });
    for (let round = 0; round < ROUNDS; round++) {
      for (const [point, plan] of Object.entries(POINTS)) {
        let killed;
        const dead = new Promise((resolve) => (killed = resolve));
        const kill = () => {
          hook = undefined;
          edge.kill();
          killed(true);
        };
        let answeredWith;
        const answered = new Promise((resolve) => (answeredWith = resolve));
        plan({
          kill,
          answered,
          onRequest: (number, when) => {
            let count = 0;
            hook = () => (++count === number ? { when, now: kill } : undefined);
          },
        });
        await Promise.all(
          Array.from({ length: 3 }, async (_, sender) => {
            const events = Array.from({ length: 2 }, (_, at) => {
              const name = `${round}-${point}-${sender}-${at}`.replaceAll(" ", "-");
              return { id: `whe-${name}`, kind: "wallet.created", data: { name, fails: at === 1 } };
            });
            const answer = await tenant.send("dfns", events).catch(() => undefined);
            if (answer?.status !== 202) return;
            for (const { data } of events) accepted.add(data.name);
            answeredWith(kill);
          }),
        );
        // What was not accepted is not owed; a point that is not reached is told below.
        const isDead = await Promise.race([
          dead,
          new Promise((resolve) => setTimeout(resolve, 2_000, false)),
        ]);
        if (isDead) kills++;
        else hook = undefined;
        await restart();
        // Time goes on: what was interrupted and what failed come due.
        edge.ahead += 30_000;
      }
    }
    await until(
      "everything accepted is delivered",
      async () => {
        await edge.later(20_000, "fault");
        await new Promise((resolve) => setTimeout(resolve, 100));
        return (await tenant.state()).json.open === 0;
      },
      60_000,
    );
    const { dead, events } = (await tenant.state()).json;
    const lost = [...accepted].filter((name) => !delivered.has(name));
    assert.deepEqual(lost, []);
    assert.equal(dead, 0);
    assert.ok(events >= accepted.size);
    assert.ok(kills >= 0.8 * ROUNDS * Object.keys(POINTS).length, `only ${kills} kills`);
    assert.ok(accepted.size >= ROUNDS * 20, `only ${accepted.size} events were accepted`);
    const twice = [...delivered.values()].filter((count) => count > 1).length;
    context.diagnostic(
      `${kills} kills, ${accepted.size} events accepted, ${delivered.size} delivered, ${twice} of them more than once`,
    );
  } finally {
    await edge.stop();
    await target.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("after a restart nobody has to call: the alarm goes off", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hooksieve-alarm-"));
  let edge = await Edge.start({ folder });
  // The first request is cut off by the end of the runtime.
  const target = await Target.start((_, count) => (count === 1 ? edge.kill() : 200));
  try {
    const tenant = await edge.tenant("alarm");
    // ARK waits shortest.
    await tenant.call("ark", "POST /api/webhooks", {
      event: "a",
      target: target.url,
      conditions: [],
    });
    assert.equal((await tenant.send("ark", { event: "a", timestamp: 1, data: {} })).status, 202);
    await until("it was killed", () => target.got.length === 1);
    await edge.stop();
    edge = await Edge.start({ folder });
    await until("it is sent again", () => target.got.length === 2, 30_000);
    const again = new Caller(edge, "alarm", tenant.secret);
    await until("nothing is open", async () => (await again.state()).json.open === 0);
    assert.equal((await again.state()).json.dead, 0);
  } finally {
    await edge.stop();
    await target.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});
