// Configure, send in, deliver, retry: each once, for Dfns.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { Edge, Target, until } from "./harness.js";

let edge;
before(async () => {
  edge = await Edge.start();
});
after(() => edge.stop());

test("configure, send in, deliver, retry", async () => {
  const target = await Target.start((_, count) => (count === 1 ? 503 : 200));
  try {
    const tenant = await edge.tenant("slice");
    const created = await tenant.call("dfns", "POST /webhooks", {
      url: `${target.url}/a`,
      events: ["wallet.created"],
    });
    assert.equal(created.status, 200, created.text);
    const { id, secret } = created.json;
    const event = {
      id: "whe-1",
      kind: "wallet.created",
      date: "2026-01-01T00:00:00.000Z",
      data: { n: 1 },
    };
    const taken = await tenant.send("dfns", event);
    assert.equal(taken.status, 202, taken.text);
    assert.deepEqual(taken.json.events[0].matched, [id]);
    await until("a first attempt", () => target.got.length === 1);
    const [first] = target.got;
    const signed = `sha256=${createHmac("sha256", secret).update(first.body).digest("hex")}`;
    assert.equal(first.headers["x-dfns-webhook-signature"], signed);
    assert.deepEqual(JSON.parse(first.text).deliveryAttempt, 1);
    const failed = () => tenant.call("dfns", `GET /webhooks/${id}/events?deliveryFailed=true`);
    await until("the failure is told", async () => (await failed()).json.items.length === 1);
    assert.equal(await edge.later(30_000, "slice"), 0);
    await edge.later(31_000, "slice");
    await until("a second attempt", () => target.got.length === 2);
    const second = JSON.parse(target.got[1].text);
    assert.equal(second.retryOf, "whe-1");
    assert.equal(second.deliveryAttempt, 2);
    await until("nothing is open", async () => (await tenant.state()).json.open === 0);
  } finally {
    await target.stop();
  }
});
