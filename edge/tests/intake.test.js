// Events coming in: who may send them, what is told of them, once each.

import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { after, before, test } from "node:test";
import { Edge, Target, until } from "./harness.js";

let edge;
let target;
before(async () => {
  edge = await Edge.start();
  target = await Target.start();
});
after(async () => {
  await edge.stop();
  await target.stop();
});

const event = (id, kind = "wallet.created") => ({
  id,
  kind,
  date: "2026-01-01T00:00:00.000Z",
  data: {},
});
const webhook = async (tenant, events = ["wallet.created"]) =>
  (await tenant.call("dfns", "POST /webhooks", { url: target.url, events })).json.id;
const received = (id) => target.got.filter(({ text }) => text.includes(`"id":"${id}"`)).length;

test("an event is answered by what it fires and why not", async () => {
  const tenant = await edge.tenant("answer");
  const [fires, other] = [await webhook(tenant), await webhook(tenant, ["key.created"])];
  const { status, json } = await tenant.send("dfns", event("whe-answer"));
  assert.equal(status, 202);
  assert.deepEqual(json, {
    accepted: 1,
    events: [
      {
        id: "whe-answer",
        type: "wallet.created",
        status: "accepted",
        matched: [fires],
        ignored: { count: 1, reasons: { "event-type-not-listed": 1 } },
      },
    ],
  });
  const explained = await tenant.send("dfns", event("whe-why", "wallet.exported"), {
    query: "?explain=1",
  });
  const [{ status: fate, matched, ignored }] = explained.json.events;
  assert.deepEqual([fate, matched, ignored.count], ["ignored", [], 2]);
  assert.deepEqual(ignored.nearest.map((each) => each.subscription).sort(), [fires, other].sort());
  assert.deepEqual(ignored.nearest[0].codes, ["event-type-not-listed"]);
  assert.match(ignored.nearest[0].summary, /"wallet.exported" is not in events/);
});

test("an event that comes twice is delivered once", async () => {
  const tenant = await edge.tenant("twice");
  const id = await webhook(tenant);
  const answers = await Promise.all([1, 2, 3].map(() => tenant.send("dfns", event("whe-twice"))));
  const fates = answers.map(({ json }) => json.events[0].status).sort();
  assert.deepEqual(fates, ["accepted", "duplicate", "duplicate"]);
  for (const { json } of answers) assert.deepEqual(json.events[0].matched, [id]);
  const later = await tenant.send("dfns", [event("whe-twice"), event("whe-two"), event("whe-two")]);
  assert.deepEqual(
    later.json.events.map(({ status }) => status),
    ["duplicate", "accepted", "duplicate"],
  );
  await until("both are delivered", async () => (await tenant.state()).json.open === 0);
  assert.deepEqual([received("whe-twice"), received("whe-two")], [1, 1]);
});

test("a batch: each line by itself", async () => {
  const tenant = await edge.tenant("batch");
  await webhook(tenant);
  const lines = [
    event("whe-b1"),
    "",
    "{",
    event("whe-b2", "key.created"),
    '{"id":"whe-b3","data":{}}',
    event(""),
  ];
  const { status, json } = await tenant.send("dfns", lines);
  assert.equal(status, 202);
  assert.deepEqual(
    json.events.map((each) => each.status),
    ["accepted", "rejected", "ignored", "ignored", "rejected"],
  );
  assert.equal(json.accepted, 1);
  assert.equal(json.events[3].undecidable.length, 1);
  assert.equal((await tenant.send("dfns", ["{", "}"])).status, 400);
  assert.equal(
    (
      await tenant.send(
        "dfns",
        Array.from({ length: 501 }, (_, n) => event(`whe-${n}`)),
      )
    ).status,
    413,
  );
});

test("a batch that fires more than may be stored at once is refused whole", async () => {
  const calls = { perSecond: 1e6, burst: 1e6 };
  const tenant = await edge.tenant("wide", { rates: { calls } });
  const body = { events: ["a"], enabled: true, target: { url: target.url } };
  const make = () => tenant.call("hooksieve", "POST /subscriptions", body);
  for (let made = 0; made < 60; made++) assert.equal((await make()).status, 201);
  const events = Array.from({ length: 400 }, (_, n) => ({ id: `w${n}`, type: "a", data: {} }));
  const refused = await tenant.send("hooksieve", events);
  assert.deepEqual([refused.status, (await tenant.state()).json.events], [413, 0]);
  const Authorization = "Bearer wrong";
  const stranger = await tenant.send("hooksieve", events, { headers: { Authorization } });
  assert.equal(stranger.status, 401);
  assert.match(stranger.headers.get("WWW-Authenticate"), /^Bearer /);
  const read = await edge.ask("GET", "/t/wide/events/hooksieve");
  assert.deepEqual([read.status, read.headers.get("Allow")], [405, "POST"]);
});

test("what cannot be read, or is too large", async () => {
  const tenant = await edge.tenant("unread");
  assert.equal((await tenant.send("dfns", "{")).status, 400);
  const lines = `${JSON.stringify(event("a"))}\n${JSON.stringify(event("b"))}\n`;
  const untold = await tenant.send("dfns", lines);
  assert.equal(untold.status, 400);
  assert.match(untold.json.error.message, /application\/x-ndjson/);
  const told = { headers: { "Content-Type": "application/jsonl" } };
  assert.equal((await tenant.send("dfns", lines, told)).json.events.length, 2);
  assert.equal((await tenant.send("dfns", "")).status, 400);
  assert.equal(
    (await tenant.send("dfns", JSON.stringify({ ...event("a"), pad: "x".repeat(300_000) }))).status,
    413,
  );
  assert.equal((await tenant.call("dfns", "GET /../events/dfns")).status, 405);
  assert.equal((await tenant.send("nobody", "{}")).status, 404);
});

test("a change is live at once, a deletion too, and what is refused changes nothing", async () => {
  const tenant = await edge.tenant("live");
  const id = await webhook(tenant);
  let rules;
  const fires = async (name) => {
    const { headers, json } = await tenant.send("dfns", event(name));
    rules = Number(headers.get("X-Hooksieve-Rules"));
    return json.events[0].matched;
  };
  assert.deepEqual(await fires("whe-l1"), [id]);
  const before = rules;
  await tenant.call("dfns", `PUT /webhooks/${id}`, { status: "Disabled" });
  assert.deepEqual(await fires("whe-l2"), []);
  assert.equal(rules, before + 1);
  await tenant.call("dfns", `PUT /webhooks/${id}`, { status: "Enabled" });
  assert.deepEqual(await fires("whe-l3"), [id]);
  assert.equal((await tenant.call("dfns", `PUT /webhooks/${id}`, { events: [] })).status, 400);
  assert.deepEqual(await fires("whe-l4"), [id]);
  assert.equal(rules, before + 2, "what is refused makes no version");
  await tenant.call("dfns", `DELETE /webhooks/${id}`);
  assert.deepEqual(await fires("whe-l5"), []);
});

test("an event without an id is known by what it says", async () => {
  const tenant = await edge.tenant("unnamed");
  const body = { event: "block.forged", target: target.url, enabled: true, conditions: [] };
  await tenant.call("ark", "POST /api/webhooks", body);
  const block = { event: "block.forged", timestamp: 1, data: { height: 1 } };
  const [one, same, other] = [
    await tenant.send("ark", block),
    await tenant.send("ark", block),
    await tenant.send("ark", { ...block, timestamp: 2 }),
  ].map(({ json }) => json.events[0]);
  assert.deepEqual([one.status, same.status, other.status], ["accepted", "duplicate", "accepted"]);
  assert.equal(one.id, same.id);
});

test("type and id from the headers, where the body has none", async () => {
  const tenant = await edge.tenant("headers");
  const body = {
    eventTypes: ["wallet.transaction.signed"],
    isEnabled: true,
    target: { url: `${target.url}/headers` },
  };
  await tenant.call("cdp", "POST /v2/data/webhooks/subscriptions", body);
  const flat = '{"transaction_hash":"0x1",  "address":"0x2", "n": 1.50}';
  const headers = { "X-Event-Type": "wallet.transaction.signed", "X-Event-Id": "cdp-1" };
  const { json } = await tenant.send("cdp", flat, { headers });
  assert.deepEqual([json.events[0].id, json.events[0].status], ["cdp-1", "accepted"]);
  const got = await until("it is delivered", () =>
    target.got.find(({ path }) => path === "/headers"),
  );
  assert.equal(got.text, flat, "byte for byte");
  assert.deepEqual(
    [got.headers["x-event-id"], got.headers["x-event-type"]],
    ["cdp-1", "wallet.transaction.signed"],
  );
  const crafted = await tenant.send("cdp", '{}},"x":{{', { headers });
  assert.equal(crafted.status, 400);
});

test("who may send: the tenant's bearer token, or the provider by its signature", async () => {
  const tenant = await edge.tenant("sender", { verifying: { dfns: ["whs-incoming"] } });
  await webhook(tenant);
  const status = async (headers, body) =>
    (await tenant.send("dfns", body, { headers: { Authorization: "", ...headers } })).status;
  const text = JSON.stringify({
    ...event("whe-signed"),
    timestampSent: Math.floor(Date.now() / 1000),
  });
  const signed = (secret, of = text) => ({
    "X-DFNS-WEBHOOK-SIGNATURE": `sha256=${createHmac("sha256", secret).update(of).digest("hex")}`,
  });
  assert.equal(await status({}, text), 401);
  assert.equal(await status({ Authorization: "Bearer wrong" }, text), 401);
  assert.equal(await status(signed("another"), text), 401);
  assert.equal(await status(signed("whs-incoming", `${text} `), text), 401);
  const old = JSON.stringify({ ...event("whe-old"), timestampSent: 1_700_000_000 });
  assert.equal(await status(signed("whs-incoming", old), old), 401);
  // Dfns sends again what is not answered with 200.
  assert.equal(await status(signed("whs-incoming"), text), 200);
  const other = await edge.tenant("other-sender");
  const foreign = await other.send("dfns", event("whe-x"), {
    headers: { Authorization: `Bearer ${tenant.secret}` },
  });
  assert.equal(foreign.status, 401);
});

test("each provider's own signature, beside another Authorization or not", async () => {
  const seed = generateKeyPairSync("ed25519");
  const publicKey = seed.publicKey.export({ format: "jwk" }).x;
  const token = "0123456789abcdef".repeat(2) + "f".repeat(32);
  const verifying = {
    cdp: ["0f8fad5b-d9cb-469f-a165-70867728950e"],
    dakota: [Buffer.from(publicKey, "base64url").toString("hex")],
    ark: [token],
    hooksieve: [`whsec_${Buffer.alloc(32, 7).toString("base64")}`],
  };
  const tenant = await edge.tenant("signers", { verifying });
  const hmac = (key, text, form) => createHmac("sha256", key).update(text).digest(form);
  const seconds = () => Math.floor((Date.now() + edge.ahead) / 1000);
  const signers = {
    cdp: (text, at) => {
      const [h, values] = ["x-event-id x-event-type", "e.a.b.c"];
      const v1 = hmac(verifying.cdp[0], `${at}.${h}.${values}.${text}`, "hex");
      return {
        "X-Event-Id": "e",
        "X-Event-Type": "a.b.c",
        "X-Hook0-Signature": `t=${at},h=${h},v1=${v1}`,
      };
    },
    dakota: (text, at) => ({
      "X-Webhook-Timestamp": String(at),
      "X-Webhook-Signature": sign(null, Buffer.from(at + text), seed.privateKey).toString("base64"),
    }),
    hooksieve: (text, at) => ({
      "webhook-id": "msg_1",
      "webhook-timestamp": String(at),
      "webhook-signature": `v1,${hmac(Buffer.alloc(32, 7), `msg_1.${at}.${text}`, "base64")}`,
    }),
  };
  const text = '{"id":"e","type":"a.b.c","data":{"n": 1.50}}';
  const status = async (provider, headers, body = text) =>
    (await tenant.send(provider, body, { headers })).status;
  for (const [provider, signed] of Object.entries(signers)) {
    // A target's headers may have an Authorization of their own (CDP, target.headers).
    for (const Authorization of ["", "Bearer token123"]) {
      const now = { ...signed(text, seconds()), Authorization };
      assert.equal(await status(provider, now), 202, provider);
      assert.equal(await status(provider, now, `${text} `), 401, `${provider}: another body`);
      const old = { ...signed(text, seconds() - 301), Authorization };
      assert.equal(await status(provider, old), 401, `${provider}: too old`);
      const ahead = { ...signed(text, seconds() + 330), Authorization };
      assert.equal(await status(provider, ahead), 401, `${provider}: from the future`);
    }
  }
  const block = '{"event":"block.forged","timestamp":1,"data":{}}';
  assert.equal(await status("ark", { Authorization: token.slice(0, 32) }, block), 202);
  assert.equal(await status("ark", { Authorization: token.slice(32) }, block), 401);
});

test("what Dfns sends again under another id is no new event", async () => {
  const tenant = await edge.tenant("again");
  const id = await webhook(tenant);
  const attempt = (of, number, before) => ({
    ...event(of),
    deliveryAttempt: number,
    ...(before === undefined ? {} : { retryOf: before }),
  });
  const told = async (one) => (await tenant.send("dfns", one)).json.events[0];
  assert.equal((await told(attempt("whe-a1", 1))).status, "accepted");
  for (const [of, number, before] of [
    ["whe-a2", 2, "whe-a1"],
    ["whe-a3", 3, "whe-a2"],
    ["whe-a3", 3, "whe-a2"],
  ]) {
    const { status, matched } = await told(attempt(of, number, before));
    assert.deepEqual([status, matched], ["duplicate", [id]], of);
  }
  // The first attempt never came here.
  const late = await told(attempt("whe-b2", 2, "whe-b1"));
  assert.equal(late.status, "accepted");
  await until("all is delivered", async () => (await tenant.state()).json.open === 0);
  assert.equal((await tenant.state()).json.deliveries, 2);
});

test("asked to explain, every check of each subscription is told", async () => {
  const tenant = await edge.tenant("explain");
  const [fires, other] = [await webhook(tenant), await webhook(tenant, ["key.created"])];
  const { json } = await tenant.send("dfns", event("whe-e1"), { query: "?explain=1" });
  const [{ explanations }] = json.events;
  assert.deepEqual(
    explanations.map(({ subscription, outcome }) => [subscription.id, outcome]),
    [
      [fires, "fires"],
      [other, "does-not-fire"],
    ],
  );
  assert.ok(explanations[1].checks.some(({ code }) => code === "event-type-not-listed"));
  const condition = { key: "n", condition: "eq", value: 1 };
  const subscription = { events: ["a"], conditions: [condition], target: { url: target.url } };
  await tenant.call("hooksieve", "POST /subscriptions", subscription);
  const exact = await tenant.send("hooksieve", '{"id":"e","type":"a","data":{"n":9007199254740993}}', {
    query: "?explain=1",
  });
  assert.ok(exact.text.includes('"actual":9007199254740993'), exact.text);
  const batch = await tenant.send("dfns", [event("whe-e2")], { query: "?explain=1" });
  assert.equal(batch.json.events[0].explanations, undefined);
  assert.equal(batch.json.events[0].ignored.nearest.length, 1);
});

test("too many events are told when to come again, and none of them is taken", async () => {
  const rates = { events: { perSecond: 1, burst: 3 } };
  const tenant = await edge.tenant("flood", { rates });
  await webhook(tenant);
  const batch = [event("whe-f1"), event("whe-f2")];
  assert.equal((await tenant.send("dfns", batch)).status, 202);
  const refused = await tenant.send("dfns", [event("whe-f3"), event("whe-f4")]);
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get("Retry-After")) >= 1);
  const never = Array.from({ length: 4 }, (_, n) => event(`whe-n${n}`));
  assert.equal((await tenant.send("dfns", never)).status, 413, "no wait would help");
  assert.equal((await tenant.state()).json.events, 2);
});
