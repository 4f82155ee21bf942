// Delivering: what each provider's receiver would verify, retries by a clock that the test
// moves, and everything that must not happen.

import assert from "node:assert/strict";
import { createHmac, createPublicKey, randomUUID, verify } from "node:crypto";
import { after, before, test } from "node:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Caller, Edge, Target, until } from "./harness.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let edge;
before(async () => {
  edge = await Edge.start();
});
after(() => edge.stop());

/** A test with a target of its own. */
function delivers(what, answer, act) {
  test(what, async () => {
    const target = await Target.start(answer);
    try {
      await act(target);
    } finally {
      await target.stop();
    }
  });
}

const hmac = (secret, text) => createHmac("sha256", secret).update(text).digest("hex");
const count = (target, number) =>
  until(`${number} requests, not ${target.got.length}`, () => target.got.length >= number);
const settled = (tenant) =>
  until("nothing is open", async () => (await tenant.state()).json.open === 0);
const dfnsEvent = (id) => ({
  id,
  kind: "wallet.created",
  date: "2026-01-01T00:00:00.000Z",
  data: { n: 1 },
});
const dfnsWebhook = async (tenant, url) =>
  (await tenant.call("dfns", "POST /webhooks", { url, events: ["*"] })).json;

delivers(
  "CDP: v0 and v1 over the exact bytes, headers of the configuration beside them",
  () => 204,
  async (target) => {
    const tenant = await edge.tenant("sign-cdp");
    const body = {
      eventTypes: ["wallet.activity.detected"],
      isEnabled: true,
      target: { url: target.url, headers: { "X-Team": "payments" } },
    };
    const PATH = "/v2/data/webhooks/subscriptions";
    const { secret, subscriptionId } = (await tenant.call("cdp", `POST ${PATH}`, body)).json;
    const text = '{"eventId":"e-1","eventType":"wallet.activity.detected","data":{"v": 1.50}}';
    await tenant.send("cdp", text);
    await count(target, 1);
    const [{ headers, text: got }] = target.got;
    assert.equal(got, text);
    assert.equal(headers["x-team"], "payments");
    const [, t, v0, h, v1] = /^t=(\d+),v0=([0-9a-f]+),h=([a-z -]+),v1=([0-9a-f]+)$/.exec(
      headers["x-hook0-signature"],
    );
    assert.equal(v0, hmac(secret, `${t}.${text}`));
    const values = h
      .split(" ")
      .map((name) => headers[name])
      .join(".");
    assert.equal(v1, hmac(secret, `${t}.${h}.${values}.${text}`));
    await settled(tenant);
    const { events } = (await tenant.call("cdp", `GET ${PATH}/${subscriptionId}/events`)).json;
    assert.deepEqual(
      events.map(({ eventId, eventTypeName, status, retryCount }) => [
        eventId,
        eventTypeName,
        status,
        retryCount,
      ]),
      [["e-1", "wallet.activity.detected", "succeeded", 0]],
    );
    const found = async (query) =>
      (await tenant.call("cdp", `GET ${PATH}/${subscriptionId}/events?${query}`)).json.events.length;
    assert.equal(await found("eventId=e-1&eventTypeNames=a.b.c,wallet.activity.detected"), 1);
    assert.equal(await found("eventId=e-2"), 0);
    assert.equal(await found("maxCreatedAt=2020-01-01T00:00:00Z"), 0);
  },
);

delivers(
  "Dakota: Ed25519 under the tenant's public key, and the times are kept true",
  (_, n) => (n === 1 ? 500 : 200),
  async (target) => {
    const tenant = await edge.tenant("sign-dakota");
    const key = { "x-idempotency-key": randomUUID() };
    const made = (
      await tenant.call("dakota", "POST /webhooks/targets", { url: target.url, global: true }, key)
    ).json;
    const text = JSON.stringify({
      id: "1NFHrqBHb3cTfLVkFSGmHZqdDPi",
      type: "wallet.deposit",
      created: 1,
      api_version: "1.0.0",
      data: { object: {} },
    });
    await tenant.send("dakota", text);
    await count(target, 1);
    const [{ headers }] = target.got;
    const der = Buffer.concat([
      Buffer.from("302a300506032b6570032100", "hex"),
      Buffer.from(tenant.settings.dakotaPublicKey, "hex"),
    ]);
    const publicKey = createPublicKey({ key: der, format: "der", type: "spki" });
    const signature = Buffer.from(headers["x-webhook-signature"], "base64");
    assert.ok(
      verify(null, Buffer.from(headers["x-webhook-timestamp"] + text), publicKey, signature),
    );
    assert.deepEqual(
      [headers["x-dakota-event-id"], headers["x-dakota-event-type"]],
      ["1NFHrqBHb3cTfLVkFSGmHZqdDPi", "wallet.deposit"],
    );
    const told = async () => (await tenant.call("dakota", `GET /webhooks/targets/${made.id}`)).json;
    const history = async (query = "") =>
      (await tenant.call("dakota", `GET /webhooks${query}`)).json.data.map(({ status }) => status);
    assert.deepEqual(await history(), ["pending"]);
    await edge.later(61_000, "sign-dakota");
    await count(target, 2);
    await settled(tenant);
    assert.deepEqual(await history(), ["delivered"]);
    assert.deepEqual(await history("?status=failed"), []);
    assert.deepEqual(await history("?status=delivered&event_type=wallet.deposit"), ["delivered"]);
    const record = (await tenant.call("dakota", "GET /webhooks/1NFHrqBHb3cTfLVkFSGmHZqdDPi")).json;
    const { created_at, delivered_at, ...rest } = record;
    assert.deepEqual(rest, {
      id: "1NFHrqBHb3cTfLVkFSGmHZqdDPi",
      event_type: "wallet.deposit",
      endpoint_url: target.url,
      status: "delivered",
      attempts: 2,
      simulation_id: null,
      is_replay: false,
      replay_count: 0,
      payload: JSON.parse(text),
    });
    assert.ok(Date.parse(delivered_at) - Date.parse(created_at) >= 60_000, delivered_at);
    const after = await told();
    assert.ok(after.time_last_healthy > made.time_last_healthy + 50, JSON.stringify(after));
    assert.equal(after.time_last_attempted, after.time_last_healthy);
    // Replay: the same event once more, told as one; ten times, then no more.
    const replay = () =>
      tenant.call("dakota", "POST /webhooks/events/1NFHrqBHb3cTfLVkFSGmHZqdDPi/replay");
    const first = await replay();
    const queued = { status: "queued", replayed_to_count: 1 };
    assert.deepEqual(
      [first.status, first.json],
      [200, { webhook_id: "1NFHrqBHb3cTfLVkFSGmHZqdDPi", ...queued }],
    );
    await count(target, 3);
    assert.equal(target.got[2].headers["x-webhook-replay"], "true");
    assert.equal(target.got[1].headers["x-webhook-replay"], undefined);
    for (let again = 0; again < 9; again++) assert.equal((await replay()).status, 200);
    assert.equal((await replay()).status, 409);
    // Under a key it was sent once, and is told as it was.
    const other = text.replace("1NFHrqBHb3cTfLVkFSGmHZqdDPi", "1NFHrqBHb3cTfLVkFSGmHZqdDPj");
    await tenant.send("dakota", other);
    const same = { "x-idempotency-key": randomUUID() };
    const path = "POST /webhooks/events/1NFHrqBHb3cTfLVkFSGmHZqdDPj/replay";
    const twice = [1, 2].map(() => tenant.call("dakota", path, undefined, same));
    const [one, again] = await Promise.all(twice);
    assert.deepEqual([one.status, one.text], [200, again.text]);
    const records = await tenant.call("dakota", "GET /webhooks?limit=2");
    assert.deepEqual(
      records.json.data.map((each) => [each.is_replay, each.replay_count]),
      [
        [true, 1],
        [false, 1],
      ],
    );
    const all = (await tenant.call("dakota", "GET /webhooks?limit=4")).json;
    assert.deepEqual([all.data.length, all.has_more], [4, true]);
    assert.deepEqual([all.data[2].is_replay, all.data[2].replay_count], [true, 10]);
    const after4 = encodeURIComponent(all.cursor);
    const more = (await tenant.call("dakota", `GET /webhooks?limit=100&cursor=${after4}`)).json;
    assert.deepEqual([more.data.length, more.has_more, more.cursor], [9, false, null]);
    assert.equal(
      (await tenant.call("dakota", "POST /webhooks/events/0NFHrqBHb3cTfLVkFSGmHZqdDPi/replay"))
        .status,
      404,
    );
  },
);

delivers(
  "ARK: the first half of the token, one attempt, dead after it",
  () => 500,
  async (target) => {
    const tenant = await edge.tenant("sign-ark");
    const body = {
      event: "block.forged",
      target: target.url,
      enabled: true,
      conditions: [{ key: "height", condition: "gt", value: 5 }],
    };
    const { token } = (await tenant.call("ark", "POST /api/webhooks", body)).json.data;
    await tenant.send("ark", { event: "block.forged", timestamp: 1, data: { height: 5 } });
    await tenant.send("ark", { event: "block.forged", timestamp: 1, data: { height: 6 } });
    await count(target, 1);
    await settled(tenant);
    assert.equal(target.got[0].headers.authorization, token.slice(0, 32));
    assert.ok(
      Math.abs(JSON.parse(target.got[0].text).timestamp - Date.now() - edge.ahead) < 10_000,
    );
    const { dead, deadLetters } = (await tenant.state()).json;
    assert.equal(dead, 1);
    assert.equal(deadLetters[0].type, "block.forged");
    await edge.later(48 * HOUR, "sign-ark");
    assert.equal(target.got.length, 1);
  },
);

delivers(
  "hooksieve: Standard Webhooks; 410 switches the subscription off",
  (_, n) => (n === 1 ? 200 : 410),
  async (target) => {
    const tenant = await edge.tenant("sign-own");
    const made = (
      await tenant.call("hooksieve", "POST /subscriptions", {
        events: ["wallet.*"],
        target: { url: target.url },
      })
    ).json;
    const text = '{"id":"evt-1","type":"wallet.created","data":{}}';
    await tenant.send("hooksieve", text);
    await count(target, 1);
    const [{ headers }] = target.got;
    const key = Buffer.from(made.secret.slice("whsec_".length), "base64");
    const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${text}`;
    assert.equal(
      headers["webhook-signature"],
      `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
    );
    await tenant.send("hooksieve", text.replace("evt-1", "evt-2"));
    await count(target, 2);
    await settled(tenant);
    assert.equal(
      (await tenant.call("hooksieve", `GET /subscriptions/${made.id}`)).json.enabled,
      false,
    );
    assert.deepEqual(
      (await tenant.send("hooksieve", text.replace("evt-1", "evt-3"))).json.events[0].matched,
      [],
    );
  },
);

delivers(
  "Dfns: five attempts, linked, on time; then a dead letter",
  () => 202,
  async (target) => {
    const tenant = await edge.tenant("five");
    const { id, secret } = await dfnsWebhook(tenant, target.url);
    await tenant.send("dfns", dfnsEvent("whe-five"));
    await count(target, 1);
    const time = () => Date.now() + edge.ahead;
    const first = time();
    const delays = [MINUTE, 12 * MINUTE, 2 * HOUR, 24 * HOUR];
    for (const [number, delay] of delays.map((delay, at) => [at + 2, delay])) {
      await until(
        "the failure is noted",
        async () =>
          (await tenant.call("dfns", `GET /webhooks/${id}/events?deliveryFailed=true`)).json.items
            .length ===
          number - 1,
      );
      await edge.later(first + delay - 20_000 - time(), "five");
      assert.equal(target.got.length, number - 1, "not before its time");
      await edge.later(20_000, "five");
      await count(target, number);
    }
    await settled(tenant);
    await edge.later(48 * HOUR, "five");
    assert.equal(target.got.length, 5);
    const bodies = target.got.map(({ text }) => JSON.parse(text));
    assert.deepEqual(
      bodies.map((each) => each.deliveryAttempt),
      [1, 2, 3, 4, 5],
    );
    bodies.slice(1).forEach((each, at) => assert.equal(each.retryOf, bodies[at].id));
    assert.equal(new Set(bodies.map((each) => each.id)).size, 5);
    for (const { headers, body } of target.got) {
      assert.equal(headers["x-dfns-webhook-signature"], `sha256=${hmac(secret, body)}`);
    }
    const told = (await tenant.call("dfns", `GET /webhooks/${id}/events`)).json.items;
    assert.equal(told.length, 5);
    assert.ok(
      told.every(
        (each) => each.deliveryFailed && each.status === "202" && !("nextAttemptDate" in each),
      ),
    );
    const one = await tenant.call("dfns", `GET /webhooks/${id}/events/${bodies[1].id}`);
    assert.equal(one.json.retryOf, "whe-five");
    assert.equal((await tenant.state()).json.dead, 1);
  },
);

delivers(
  "off or deleted when the retry comes due: it stops; on again before: it goes on",
  () => 500,
  async (target) => {
    const off = ["PUT", { status: "Disabled" }];
    const cases = {
      stops: [off],
      gone: [["DELETE"]],
      "goes-on": [off, ["PUT", { status: "Enabled" }]],
    };
    for (const [name, changes] of Object.entries(cases)) {
      target.got.length = 0;
      const tenant = await edge.tenant(name);
      const { id } = await dfnsWebhook(tenant, target.url);
      await tenant.send("dfns", dfnsEvent(`whe-${name}`));
      await count(target, 1);
      await until(
        "noted",
        async () =>
          (await tenant.call("dfns", `GET /webhooks/${id}/events?deliveryFailed=true`)).json.items
            .length === 1,
      );
      for (const [method, body] of changes) {
        await tenant.call("dfns", `${method} /webhooks/${id}`, body);
      }
      await edge.later(61_000, name);
      const goesOn = name === "goes-on";
      if (goesOn) await count(target, 2);
      else await settled(tenant);
      assert.equal(target.got.length, goesOn ? 2 : 1);
      assert.equal((await tenant.state()).json.dead, 0);
    }
  },
);

delivers(
  "no redirect is followed",
  () => ({ status: 302, headers: { Location: "/elsewhere" } }),
  async (target) => {
    const tenant = await edge.tenant("redirect");
    const { id } = await dfnsWebhook(tenant, target.url);
    await tenant.send("dfns", dfnsEvent("whe-redirect"));
    const failed = async () =>
      (await tenant.call("dfns", `GET /webhooks/${id}/events?deliveryFailed=true`)).json.items;
    await until("the failure is told", async () => (await failed()).length === 1);
    assert.deepEqual(
      (await failed()).map(({ status }) => status),
      ["302"],
    );
    assert.deepEqual(
      target.got.map(({ path }) => path),
      ["/"],
    );
  },
);

delivers(
  "a target that does not answer in time, one that is cut off, one that is not there",
  () => new Promise(() => undefined),
  async (slow) => {
    const cut = await Target.start(() => undefined);
    const gone = await Target.start();
    await gone.stop();
    try {
      const tenant = await edge.tenant("trouble");
      const bodies = [slow.url, cut.url, gone.url].map((target) => ({
        event: "a",
        target,
        enabled: true,
        conditions: [],
      }));
      for (const body of bodies) await tenant.call("ark", "POST /api/webhooks", body);
      await tenant.send("ark", { event: "a", timestamp: 1, data: {} });
      const end = await settled(tenant).then(() => tenant.state());
      assert.equal(end.json.dead, 3);
      assert.equal(slow.got.length, 1);
    } finally {
      await cut.stop();
    }
  },
);

delivers(
  "a slow target takes its share and no more: others are delivered meanwhile",
  () => new Promise((done) => setTimeout(() => done(200), 1_000)),
  async (slow) => {
    const fast = await Target.start();
    try {
      const tenant = await edge.tenant("slow");
      await dfnsWebhook(tenant, slow.url);
      await tenant.send(
        "dfns",
        Array.from({ length: 60 }, (_, n) => dfnsEvent(`whe-s${n}`)),
      );
      await dfnsWebhook(tenant, fast.url);
      await tenant.send(
        "dfns",
        Array.from({ length: 10 }, (_, n) => dfnsEvent(`whe-q${n}`)),
      );
      await until("the fast target has its ten", () => fast.got.length === 10, 60_000);
      assert.ok(
        slow.got.length <= 40,
        `the fast target waited for ${slow.got.length} requests to the slow one`,
      );
      await until("everything arrives", () => slow.got.length >= 70, 60_000);
      await settled(tenant);
      assert.equal(slow.got.length, 70);
    } finally {
      await fast.stop();
    }
  },
);

delivers(
  "CDP: a subscription that fails to the end is switched off, one with a success between is not",
  ({ text }) => (text.includes("bad") ? 500 : 200),
  async (target) => {
    for (const [name, isMixed] of [
      ["exhausted", false],
      ["mixed", true],
    ]) {
      const tenant = await edge.tenant(name);
      const body = {
        eventTypes: ["wallet.activity.detected"],
        isEnabled: true,
        target: { url: target.url },
      };
      const { subscriptionId: id } = (
        await tenant.call("cdp", "POST /v2/data/webhooks/subscriptions", body)
      ).json;
      const event = (eventId) =>
        tenant.send("cdp", { eventId, eventType: "wallet.activity.detected", data: {} });
      target.got.length = 0;
      await event("bad");
      await count(target, 1);
      if (isMixed) await event("good");
      const bad = () => target.got.filter(({ text }) => text.includes("bad")).length;
      // A failure is noted a moment after the target told it: before that the clock must
      // not move, or the attempt is taken for lost, and made again.
      const noted = () =>
        until("the outcome is noted", async () => (await tenant.state()).json.sending === 0);
      for (let number = 2; number <= 61; number++) {
        await noted();
        await edge.later(4 * HOUR + 1_000, name);
        await until(`attempt ${number}`, () => bad() >= number);
      }
      await settled(tenant);
      assert.equal(bad(), 61);
      const { isEnabled } = (await tenant.call("cdp", `GET /v2/data/webhooks/subscriptions/${id}`))
        .json;
      assert.equal(isEnabled, isMixed);
    }
  },
);

delivers(
  "nothing secret is in the log or in what is told",
  () => 500,
  async (target) => {
    const tenant = await edge.tenant("quiet");
    const { secret } = await dfnsWebhook(tenant, `${target.url}/?key=s3cret-in-url`);
    await tenant.send("dfns", { ...dfnsEvent("whe-quiet"), data: { card: "4111-1111" } });
    await count(target, 1);
    const body = { event: "a", target: target.url, enabled: true, conditions: [] };
    const { token } = (await tenant.call("ark", "POST /api/webhooks", body)).json.data;
    await tenant.send("ark", { event: "a", timestamp: 1, data: {} });
    await until("the dead letter is logged", () =>
      edge.logs.join("").includes('"what":"dead-letter","tenant":"quiet"'),
    );
    const said = edge.logs.join("") + (await tenant.state()).text;
    for (const word of [secret, token.slice(0, 32), tenant.secret, "s3cret-in-url", "4111-1111"]) {
      assert.ok(!said.includes(word), `${word} was told`);
    }
  },
);

delivers(
  "without a queue the object delivers by itself",
  (_, n) => (n === 1 ? 500 : 200),
  async (target) => {
    const alone = await Edge.start({ hasQueues: false });
    try {
      const tenant = await alone.tenant("alone");
      await dfnsWebhook(tenant, target.url);
      await tenant.send("dfns", [dfnsEvent("whe-a1"), dfnsEvent("whe-a2")]);
      await count(target, 2);
      await alone.later(61_000, "alone");
      await count(target, 3);
      await settled(tenant);
      assert.equal(target.got.length, 3);
      assert.ok(alone.logs.join("").includes('"what":"queue-failed"'));
    } finally {
      await alone.stop();
    }
  },
);

delivers(
  "a target that must not be called is not, also where it is stored already",
  () => 200,
  async (target) => {
    const folder = mkdtempSync(join(tmpdir(), "hooksieve-guard-"));
    let open = await Edge.start({ folder });
    try {
      const tenant = await open.tenant("guard");
      const { id } = await dfnsWebhook(tenant, target.url);
      await open.stop();
      open = await Edge.start({ folder, bindings: { ALLOWED_TARGETS: "" } });
      const strict = new Caller(open, "guard", tenant.secret);
      await strict.send("dfns", dfnsEvent("whe-guard"));
      const failed = async () =>
        (await strict.call("dfns", `GET /webhooks/${id}/events?deliveryFailed=true`)).json.items;
      await until("it is refused", async () => (await failed()).length === 1);
      assert.match((await failed())[0].error, /refused/);
      assert.equal(target.got.length, 0);
    } finally {
      await open.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
);

delivers(
  "a header that would smuggle another in is not sent",
  () => 200,
  async (target) => {
    for (const headers of [{ "X-Team": "a\r\nX-Smuggled: 1" }, { Host: "other.example" }]) {
      const tenant = await edge.tenant(`smuggler-${Object.keys(headers)[0]}`);
      const PATH = "/v2/data/webhooks/subscriptions";
      const eventTypes = ["wallet.activity.detected"];
      const body = { eventTypes, isEnabled: true, target: { url: target.url, headers } };
      const created = await tenant.call("cdp", `POST ${PATH}`, body);
      if (created.status === 400) continue;
      await tenant.send("cdp", { eventId: "e", eventType: eventTypes[0], data: {} });
      const list = `GET ${PATH}/${created.json.subscriptionId}/events`;
      await until(
        "it is refused",
        async () => (await tenant.call("cdp", list)).json.events[0].status === "retrying",
      );
    }
    assert.equal(target.got.length, 0);
  },
);

delivers(
  "what ended is kept for its days, what is open for longer",
  ({ text }) => (text.includes("fails") ? 500 : 200),
  async (target) => {
    const DAY = 24 * HOUR;
    const tenant = await edge.tenant("kept", { daysKept: 3 });
    const body = {
      eventTypes: ["wallet.activity.detected"],
      isEnabled: true,
      target: { url: target.url },
    };
    await tenant.call("cdp", "POST /v2/data/webhooks/subscriptions", body);
    const event = (eventId) => ({ eventId, eventType: "wallet.activity.detected", data: {} });
    await tenant.send("cdp", [event("ends"), event("fails")]);
    await count(target, 2);
    await until("one has ended", async () => (await tenant.state()).json.open === 1);
    const events = async () => (await tenant.state()).json.events;
    await edge.later(2 * DAY, "kept");
    assert.equal(await events(), 2);
    assert.equal((await tenant.send("cdp", event("ends"))).json.events[0].status, "duplicate");
    await edge.later(1.1 * DAY, "kept");
    assert.equal(await events(), 1);
    assert.equal((await tenant.state()).json.open, 1);
  },
);
