// The providers' configuration endpoints, call by call, as their own clients would call them.

import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { ADMIN, Edge, Target } from "./harness.js";

let edge;
before(async () => {
  edge = await Edge.start();
});
after(() => edge.stop());

const URL = "https://api.example.com/hooks";
const codes = ({ json }) => json.diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);

describe("Dfns", () => {
  test("create, get, list, change, delete; the secret is shown once", async () => {
    const tenant = await edge.tenant("dfns-life");
    const created = await tenant.call("dfns", "POST /webhooks", {
      url: URL,
      events: ["wallet.created"],
      description: "d",
    });
    assert.equal(created.status, 200, created.text);
    const { id, secret } = created.json;
    assert.match(id, /^wh-[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{14,16}$/);
    assert.match(secret, /^whs-/);
    const got = await tenant.call("dfns", `GET /webhooks/${id}`);
    const { secret: _, ...rest } = created.json;
    assert.deepEqual(got.json, rest);
    const listed = await tenant.call("dfns", "GET /webhooks");
    assert.deepEqual(listed.json, { items: [rest] });
    const changed = await tenant.call("dfns", `PUT /webhooks/${id}`, { status: "Disabled" });
    assert.equal(changed.status, 200);
    assert.deepEqual([changed.json.status, changed.json.url], ["Disabled", URL]);
    for (const { text } of [got, listed, changed]) assert.ok(!text.includes(secret));
    const gone = await tenant.call("dfns", `DELETE /webhooks/${id}`);
    assert.deepEqual([gone.status, gone.json], [200, { deleted: true }]);
    assert.equal((await tenant.call("dfns", `GET /webhooks/${id}`)).status, 404);
  });

  test("what is refused is told with pointers, and nothing is stored", async () => {
    const tenant = await edge.tenant("dfns-refused");
    const refused = await tenant.call("dfns", "POST /webhooks", {
      url: "no",
      events: ["wallet.creatd"],
      x: 1,
    });
    assert.equal(refused.status, 400);
    assert.equal(typeof refused.json.error.message, "string");
    assert.deepEqual(codes(refused).sort(), [
      "bad-url /url",
      "event-type-unknown /events/0",
      "unknown-field /x",
    ]);
    assert.deepEqual((await tenant.call("dfns", "GET /webhooks")).json, { items: [] });
    assert.equal((await tenant.call("dfns", "POST /webhooks", "{")).status, 400);
    const bytes = Buffer.from(`{"url":"${URL}","events":["*"],"description":"\xff"}`, "latin1");
    assert.equal((await tenant.call("dfns", "POST /webhooks", bytes)).status, 400, "not UTF-8");
    const patched = await tenant.call("dfns", "PATCH /webhooks/wh-1", {});
    assert.deepEqual([patched.status, patched.headers.get("Allow")], [405, "GET, PUT, DELETE"]);
    assert.equal((await tenant.call("dfns", "GET /nothing")).status, 404);
  });

  test("pages, and five webhooks at most", async () => {
    const tenant = await edge.tenant("dfns-pages");
    const ids = [];
    for (let count = 0; count < 5; count++) {
      ids.push((await tenant.call("dfns", "POST /webhooks", { url: URL, events: ["*"] })).json.id);
    }
    assert.equal(
      (await tenant.call("dfns", "POST /webhooks", { url: URL, events: ["*"] })).status,
      400,
    );
    const found = [];
    let token;
    do {
      const query = token === undefined ? "" : `&paginationToken=${encodeURIComponent(token)}`;
      const page = (await tenant.call("dfns", `GET /webhooks?limit=2${query}`)).json;
      assert.ok(page.items.length <= 2);
      found.push(...page.items.map(({ id }) => id));
      token = page.nextPageToken;
    } while (token !== undefined);
    assert.deepEqual(found, ids);
  });

  test("a ping is answered by the target", async () => {
    const target = await Target.start((_, count) => (count === 1 ? 200 : 500));
    try {
      const tenant = await edge.tenant("dfns-ping");
      const { json } = await tenant.call("dfns", "POST /webhooks", {
        url: target.url,
        events: ["*"],
      });
      const ping = () => tenant.call("dfns", `POST /webhooks/${json.id}/ping`);
      assert.deepEqual((await ping()).json, { status: "200" });
      assert.deepEqual((await ping()).json, { status: "500", error: "the target answered 500" });
      const [{ headers, body }] = target.got;
      const code = createHmac("sha256", json.secret).update(body).digest("hex");
      assert.equal(headers["x-dfns-webhook-signature"], `sha256=${code}`);
      await target.stop();
      const { status, error } = (await ping()).json;
      assert.equal(status, "connection");
      assert.match(error, /could not be reached/);
      assert.equal((await tenant.call("dfns", "POST /webhooks/wh-none/ping")).status, 404);
    } finally {
      await target.stop();
    }
  });

  test("changes need the user's signature as well", async () => {
    const tenant = await edge.tenant("dfns-user");
    const only = { "X-DFNS-USERACTION": "" };
    const body = { url: URL, events: ["*"] };
    assert.equal((await tenant.call("dfns", "POST /webhooks", body, only)).status, 401);
    assert.equal((await tenant.call("dfns", "GET /webhooks", undefined, only)).status, 200);
  });
});

describe("Dakota", () => {
  const PATH = "/webhooks/targets";
  const key = (value = randomUUID()) => ({ "x-idempotency-key": value });

  test("create, get, list, change, delete", async () => {
    const tenant = await edge.tenant("dakota-life");
    const created = await tenant.call(
      "dakota",
      `POST ${PATH}`,
      { url: URL, event_types: ["wallet.deposit"] },
      key(),
    );
    assert.equal(created.status, 201, created.text);
    assert.match(created.json.id, /^[0-9A-Za-z]{27}$/);
    const seconds = Date.now() / 1000;
    for (const member of ["time_last_healthy", "time_last_attempted"]) {
      assert.ok(Math.abs(created.json[member] - seconds) < 10, created.text);
    }
    const { id } = created.json;
    assert.deepEqual((await tenant.call("dakota", `GET ${PATH}/${id}`)).json, created.json);
    const changed = await tenant.call("dakota", `PATCH ${PATH}/${id}`, { global: true });
    assert.deepEqual([changed.status, changed.json.global], [200, true]);
    const fixed = await tenant.call("dakota", `PATCH ${PATH}/${id}`, { url: URL });
    assert.deepEqual([fixed.status, codes(fixed)], [400, ["immutable-field /url"]]);
    const listed = (await tenant.call("dakota", `GET ${PATH}`)).json;
    assert.deepEqual(listed, {
      data: [changed.json],
      meta: { total_count: 1, has_more_after: false, has_more_before: false },
    });
    const gone = await tenant.call("dakota", `DELETE ${PATH}/${id}`);
    assert.deepEqual([gone.status, gone.text], [204, ""]);
    const none = await tenant.call("dakota", `GET ${PATH}/${id}`);
    assert.deepEqual([none.status, none.json.title], [404, "Not Found"]);
    assert.equal(none.headers.get("Content-Type"), "application/problem+json");
    assert.equal(created.headers.get("Content-Type"), "application/json");
  });

  test("the same key, the same answer", async () => {
    const tenant = await edge.tenant("dakota-key");
    const same = key();
    const body = { url: URL, global: true };
    const answers = await Promise.all(
      [1, 2, 3].map(() => tenant.call("dakota", `POST ${PATH}`, body, same)),
    );
    for (const { status, json } of answers)
      assert.deepEqual([status, json], [201, answers[0].json]);
    assert.equal((await tenant.call("dakota", `GET ${PATH}`)).json.meta.total_count, 1);
    const other = await tenant.call("dakota", `POST ${PATH}`, { url: URL }, same);
    assert.deepEqual([other.status, other.json], [201, answers[0].json]);
    const { id } = other.json;
    assert.equal((await tenant.call("dakota", `DELETE ${PATH}/${id}`, undefined, same)).status, 409);
    assert.equal((await tenant.call("dakota", `POST ${PATH}`, body)).status, 400);
    assert.equal((await tenant.call("dakota", `POST ${PATH}`, body, key("once"))).status, 400);
    // What was refused may be mended under the same key.
    const again = key();
    assert.equal((await tenant.call("dakota", `POST ${PATH}`, {}, again)).status, 400);
    assert.equal((await tenant.call("dakota", `POST ${PATH}`, body, again)).status, 201);
  });

  test("pages by ids", async () => {
    const tenant = await edge.tenant("dakota-pages");
    const ids = [];
    for (let count = 0; count < 5; count++) {
      ids.push((await tenant.call("dakota", `POST ${PATH}`, { url: URL }, key())).json.id);
    }
    const page = async (query) => {
      const { json } = await tenant.call("dakota", `GET ${PATH}?${query}`);
      return json.data.map(({ id }) => ids.indexOf(id));
    };
    assert.deepEqual(await page("limit=2"), [0, 1]);
    assert.deepEqual(await page(`limit=2&starting_after=${ids[1]}`), [2, 3]);
    assert.deepEqual(await page(`limit=2&ending_before=${ids[2]}`), [0, 1]);
    assert.equal((await tenant.call("dakota", `GET ${PATH}?limit=101`)).status, 400);
  });
});

describe("Coinbase CDP", () => {
  const PATH = "/v2/data/webhooks/subscriptions";
  const BODY = {
    eventTypes: ["onchain.activity.detected"],
    isEnabled: true,
    labels: { network: "base-mainnet", contract_address: `0x${"a".repeat(40)}` },
    target: { url: URL, headers: { "X-Team": "payments" } },
  };

  test("create, get, replace, delete; the secret is shown once", async () => {
    const tenant = await edge.tenant("cdp-life");
    const created = await tenant.call("cdp", `POST ${PATH}`, BODY);
    assert.equal(created.status, 201, created.text);
    const { subscriptionId: id, secret, ...rest } = created.json;
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.match(secret, /^[0-9a-f-]{36}$/);
    const got = await tenant.call("cdp", `GET ${PATH}/${id}`);
    assert.deepEqual(got.json, { ...rest, subscriptionId: id });
    const { labels: _, ...plain } = BODY;
    const put = await tenant.call("cdp", `PUT ${PATH}/${id}`, { ...plain, isEnabled: false });
    assert.equal(put.status, 200, put.text);
    assert.deepEqual(
      [put.json.isEnabled, put.json.labels, put.json.secret],
      [false, undefined, undefined],
    );
    const partial = await tenant.call("cdp", `PUT ${PATH}/${id}`, { isEnabled: true });
    assert.equal(partial.status, 400);
    assert.equal(partial.json.errorType, "invalid_request");
    assert.deepEqual(codes(partial).sort(), ["missing-field /eventTypes", "missing-field /target"]);
    assert.equal((await tenant.call("cdp", `DELETE ${PATH}/${id}`)).status, 204);
    assert.equal((await tenant.call("cdp", `GET ${PATH}/${id}`)).json.errorType, "not_found");
  });

  test("pages by tokens, also after a deletion", async () => {
    const tenant = await edge.tenant("cdp-pages");
    const ids = [];
    for (let count = 0; count < 5; count++) {
      ids.push((await tenant.call("cdp", `POST ${PATH}`, BODY)).json.subscriptionId);
    }
    const first = (await tenant.call("cdp", `GET ${PATH}?pageSize=2`)).json;
    assert.deepEqual(
      first.subscriptions.map((each) => each.subscriptionId),
      [ids[4], ids[3]],
      "the newest first",
    );
    await tenant.call("cdp", `DELETE ${PATH}/${ids[3]}`);
    const query = `pageSize=2&pageToken=${encodeURIComponent(first.nextPageToken)}`;
    const second = (await tenant.call("cdp", `GET ${PATH}?${query}`)).json;
    assert.deepEqual(
      second.subscriptions.map((each) => each.subscriptionId),
      [ids[2], ids[1]],
    );
  });

  test("a JWT under the tenant's secret is a bearer token; one that ended is none", async () => {
    const tenant = await edge.tenant("cdp-jwt");
    const token = (claims, secret = tenant.secret, alg = "HS256") => {
      const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const text = `${part({ alg, typ: "JWT" })}.${part(claims)}`;
      return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
    };
    const status = async (bearer) =>
      (await tenant.call("cdp", `GET ${PATH}`, undefined, { Authorization: `Bearer ${bearer}` }))
        .status;
    const seconds = Math.floor(Date.now() / 1000);
    assert.equal(await status(token({ exp: seconds + 60 })), 200);
    assert.equal(await status(token({ exp: seconds - 60 })), 401);
    assert.equal(await status(token({})), 401);
    assert.equal(await status(token({ exp: seconds + 60 }, "another secret")), 401);
    assert.equal(await status(token({ exp: seconds + 60 }, tenant.secret, "none")), 401);
    assert.equal(await status("a.b.c"), 401);
  });

  test("a JWT of an API key, as CDP's own clients make it", async () => {
    const pairs = {
      EdDSA: generateKeyPairSync("ed25519"),
      ES256: generateKeyPairSync("ec", { namedCurve: "P-256" }),
    };
    const pem = (alg) => pairs[alg].publicKey.export({ type: "spki", format: "pem" });
    const raw = Buffer.from(pairs.EdDSA.publicKey.export({ format: "jwk" }).x, "base64url");
    const publicKeys = { cdp: [raw.toString("base64"), pem("ES256")] };
    const tenant = await edge.tenant("cdp-keys", { publicKeys });
    const seconds = Math.floor(Date.now() / 1000);
    const claims = { iss: "cdp", sub: "key", aud: ["cdp_service"], nbf: seconds, exp: seconds + 120 };
    const token = (alg, told = claims, key = pairs[alg]?.privateKey) => {
      const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
      const text = `${part({ alg, typ: "JWT", kid: "key" })}.${part(told)}`;
      const how = { key, dsaEncoding: "ieee-p1363" };
      const signature = sign(alg === "ES256" ? "sha256" : null, Buffer.from(text), how);
      return `${text}.${signature.toString("base64url")}`;
    };
    const status = async (bearer, to = tenant) =>
      (await to.call("cdp", `GET ${PATH}?pageSize=5`, undefined, { Authorization: `Bearer ${bearer}` }))
        .status;
    for (const alg of ["EdDSA", "ES256"]) {
      assert.equal(await status(token(alg)), 200, alg);
      const uris = [`GET api.cdp.coinbase.com/platform${PATH}`];
      assert.equal(await status(token(alg, { ...claims, uris })), 200, alg);
      const others = [`POST api.cdp.coinbase.com/platform${PATH}`];
      assert.equal(await status(token(alg, { ...claims, uris: others })), 401, "of another call");
      assert.equal(await status(token(alg, { ...claims, exp: seconds - 1 })), 401, "ended");
      assert.equal(await status(token(alg, { ...claims, nbf: seconds + 60 })), 401, "to come");
      const [head, , signature] = token(alg).split(".");
      const body = Buffer.from(JSON.stringify({ exp: seconds + 9999 })).toString("base64url");
      assert.equal(await status(`${head}.${body}.${signature}`), 401, "another claim");
    }
    assert.equal(await status(token("EdDSA", claims, generateKeyPairSync("ed25519").privateKey)), 401);
    assert.equal(await status(token("EdDSA"), await edge.tenant("cdp-no-keys")), 401);
    // A public key is no secret to sign with.
    const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const text = `${part({ alg: "HS256" })}.${part(claims)}`;
    const forged = createHmac("sha256", publicKeys.cdp[1]).update(text).digest("base64url");
    assert.equal(await status(`${text}.${forged}`), 401);
    const headers = { Authorization: `Bearer ${ADMIN}` };
    for (const refused of [{ cdp: ["zz"] }, { cdp: "x" }, { dfns: publicKeys.cdp }]) {
      const body = { publicKeys: refused };
      assert.equal((await edge.ask("PUT", "/t/cdp-keys", { headers, body })).status, 400);
    }
  });

  test("headers that could not be sent are refused at once", async () => {
    const tenant = await edge.tenant("cdp-headers");
    const target = { url: URL, headers: { "X-A": "1\r\nX-B: 2", Host: "a.example" } };
    const refused = await tenant.call("cdp", `POST ${PATH}`, { ...BODY, target });
    assert.deepEqual(
      [refused.status, codes(refused).sort()],
      [400, ["bad-value /target/headers/Host", "bad-value /target/headers/X-A"]],
    );
  });

  test("an edition that a tenant is set to", async () => {
    const tenant = await edge.tenant("cdp-edition", { editions: { cdp: "cdp@2026-09" } });
    const { labels: _, ...plain } = BODY;
    const refused = await tenant.call("cdp", `POST ${PATH}`, plain);
    assert.equal(refused.status, 400);
    assert.ok(
      codes(refused).some((each) => each.includes("/labels")),
      refused.text,
    );
  });
});

describe("ARK", () => {
  const PATH = "/api/webhooks";
  const BODY = {
    event: "block.forged",
    target: URL,
    enabled: true,
    conditions: [{ key: "generatorPublicKey", condition: "eq", value: "032f" }],
  };

  test("create, get, list, change, delete; the token is shown once", async () => {
    const tenant = await edge.tenant("ark-life");
    const created = await tenant.call("ark", `POST ${PATH}`, BODY);
    assert.equal(created.status, 201, created.text);
    const { token, ...rest } = created.json.data;
    assert.match(token, /^[0-9a-f]{64}$/);
    const path = `${PATH}/${rest.id}`;
    const got = await tenant.call("ark", `GET ${path}`);
    assert.deepEqual(got.json, { data: rest });
    const listed = await tenant.call("ark", `GET ${PATH}`);
    assert.deepEqual(listed.json.data, [rest]);
    for (const { text } of [got, listed]) assert.ok(!text.includes(token.slice(0, 32)));
    const put = await tenant.call("ark", `PUT ${path}`, { ...BODY, enabled: false });
    assert.deepEqual([put.status, put.text], [200, "{}"]);
    const conditions = encodeURIComponent(JSON.stringify(BODY.conditions));
    const query = `event=block.applied&target=${encodeURIComponent(URL)}&enabled=true&conditions=${conditions}`;
    assert.equal((await tenant.call("ark", `PUT ${path}?${query}`)).status, 200);
    const after = (await tenant.call("ark", `GET ${path}`)).json.data;
    assert.deepEqual([after.event, String(after.enabled)], ["block.applied", "true"]);
    const gone = await tenant.call("ark", `DELETE ${path}`);
    assert.deepEqual([gone.status, gone.text], [200, "{}"]);
    assert.equal((await tenant.call("ark", `DELETE ${path}`)).status, 404);
  });

  test("numbered pages with their links", async () => {
    const tenant = await edge.tenant("ark-pages");
    for (let count = 0; count < 3; count++) await tenant.call("ark", `POST ${PATH}`, BODY);
    const { meta, data } = (await tenant.call("ark", `GET ${PATH}?page=2&limit=2`)).json;
    assert.equal(data.length, 1);
    assert.deepEqual([meta.count, meta.pageCount, meta.totalCount, meta.next], [1, 2, 3, null]);
    assert.equal(meta.previous, "/api/webhooks?page=1&limit=2");
  });

  test("what is refused is 422, and a wrong token 401", async () => {
    const tenant = await edge.tenant("ark-refused");
    const refused = await tenant.call("ark", `POST ${PATH}`, { event: "a" });
    assert.deepEqual([refused.status, refused.json.error], [422, "Unprocessable Entity"]);
    const wrong = await tenant.call("ark", `GET ${PATH}`, undefined, { Authorization: "x" });
    assert.deepEqual([wrong.status, wrong.json.statusCode], [401, 401]);
    assert.match(wrong.headers.get("WWW-Authenticate"), /^Token /);
  });
});

describe("hooksieve's own", () => {
  test("create, get, list, replace, delete", async () => {
    const tenant = await edge.tenant("own-life");
    const body = { events: ["wallet.*"], target: { url: URL } };
    const created = await tenant.call("hooksieve", "POST /subscriptions", body);
    assert.equal(created.status, 201, created.text);
    const { id, secret } = created.json;
    assert.match(secret, /^whsec_/);
    const path = `/subscriptions/${id}`;
    const got = await tenant.call("hooksieve", `GET ${path}`);
    assert.deepEqual([got.json.id, got.json.secret], [id, undefined]);
    assert.equal(
      (await tenant.call("hooksieve", `PUT ${path}`, { ...body, enabled: false })).json.enabled,
      false,
    );
    assert.equal((await tenant.call("hooksieve", `DELETE ${path}`)).status, 204);
  });
});

describe("who may call", () => {
  const LISTS = {
    dfns: "GET /webhooks",
    dakota: "GET /webhooks/targets",
    cdp: "GET /v2/data/webhooks/subscriptions",
    ark: "GET /api/webhooks",
    hooksieve: "GET /subscriptions",
  };

  test("nobody without the tenant's credentials, in the provider's form of an error", async () => {
    const tenant = await edge.tenant("who");
    const other = await edge.tenant("who-else");
    const members = {
      dfns: "error",
      dakota: "title",
      cdp: "errorType",
      ark: "statusCode",
      hooksieve: "error",
    };
    for (const [provider, list] of Object.entries(LISTS)) {
      assert.equal((await tenant.call(provider, list)).status, 200, provider);
      const none = Object.fromEntries(
        Object.keys(tenant.headers(provider)).map((name) => [name, ""]),
      );
      for (const headers of [none, other.headers(provider)]) {
        const refused = await tenant.call(provider, list, undefined, headers);
        assert.equal(refused.status, 401, provider);
        assert.ok(members[provider] in refused.json, refused.text);
        assert.ok(!refused.text.includes(tenant.secret));
      }
    }
  });

  test("a tenant that was never set up is not told from a wrong secret", async () => {
    const { status, text } = await edge.ask("GET", "/t/nobody/dfns/webhooks", {
      headers: { Authorization: "Bearer x" },
    });
    const tenant = await edge.tenant("somebody");
    const wrong = await tenant.call("dfns", "GET /webhooks", undefined, {
      Authorization: "Bearer x",
    });
    assert.deepEqual([status, text], [wrong.status, wrong.text]);
  });

  test("only the operator sets tenants up", async () => {
    for (const Authorization of ["", "Bearer x", `Basic ${ADMIN}`]) {
      assert.equal(
        (await edge.ask("PUT", "/t/new", { headers: { Authorization }, body: {} })).status,
        401,
      );
    }
    const headers = { Authorization: `Bearer ${ADMIN}` };
    for (const body of [
      "[]",
      "{",
      { unknown: 1 },
      { secret: "short" },
      { signing: { dakota: "zz" } },
    ]) {
      const { status, text } = await edge.ask("PUT", "/t/new", { headers, body });
      assert.equal(status, 400, text);
    }
    assert.equal((await edge.ask("PUT", "/t/new", { headers, body: {} })).status, 201);
    const again = await edge.ask("PUT", "/t/new", { headers, body: {} });
    assert.deepEqual([again.status, again.json.secret], [200, undefined]);
  });

  test("tenants do not see each other's objects", async () => {
    const [one, two] = [await edge.tenant("one"), await edge.tenant("two")];
    const { json } = await one.call("dfns", "POST /webhooks", { url: URL, events: ["*"] });
    assert.deepEqual((await two.call("dfns", "GET /webhooks")).json, { items: [] });
    assert.equal((await two.call("dfns", `GET /webhooks/${json.id}`)).status, 404);
    assert.equal((await two.call("dfns", `DELETE /webhooks/${json.id}`)).status, 404);
    assert.equal((await one.call("dfns", `GET /webhooks/${json.id}`)).status, 200);
  });

  test("too many calls are told when to come again", async () => {
    const rates = { calls: { perSecond: 0.1, burst: 3 } };
    const tenant = await edge.tenant("hasty", { rates });
    const statuses = [];
    for (let count = 0; count < 4; count++)
      statuses.push(await tenant.call("dfns", "GET /webhooks"));
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [200, 200, 200, 429],
    );
    assert.equal(statuses[3].headers.get("Retry-After"), "10");
  });

  test("a configuration that is as large as it may be", async () => {
    const calls = { perSecond: 1e6, burst: 1e6 };
    const tenant = await edge.tenant("full", { rates: { calls } });
    const body = { events: ["a"], target: { url: URL }, description: "d".repeat(250_000) };
    let made = 0;
    let last;
    while (made < 60) {
      last = await tenant.call("hooksieve", "POST /subscriptions", body);
      if (last.status !== 201) break;
      made += 1;
    }
    assert.deepEqual([last.status, made], [413, 50], last.text);
    const { items } = (await tenant.call("hooksieve", "GET /subscriptions?limit=1")).json;
    await tenant.call("hooksieve", `DELETE /subscriptions/${items[0].id}`);
    assert.equal((await tenant.call("hooksieve", "POST /subscriptions", body)).status, 201);
    // It is too large for near misses, and routes.
    const event = { id: "e", type: "a", data: {} };
    const { json } = await tenant.send("hooksieve", event, { query: "?explain=1" });
    const [{ matched, explanations }] = json.events;
    assert.deepEqual([matched.length, explanations.length], [50, 50]);
    const none = await tenant.send("hooksieve", { ...event, id: "f", type: "b" });
    assert.deepEqual(Object.keys(none.json.events[0].ignored), ["count", "unexplained"]);
  });

  test("bodies that are too large, and paths of nobody", async () => {
    const tenant = await edge.tenant("large");
    assert.equal((await tenant.call("dfns", "POST /webhooks", " ".repeat(300_000))).status, 413);
    for (const path of [
      "/",
      "/t/",
      "/t/large",
      "/t/large/nothing",
      "/t/lar.ge/dfns/webhooks",
      "/webhooks",
    ]) {
      assert.equal((await edge.ask("GET", path)).status, 404, path);
    }
    const headers = { ...tenant.headers("dfns"), "X-Tenant": "large" };
    assert.equal((await edge.ask("GET", "/dfns/webhooks", { headers })).status, 200);
  });
});

describe("targets that may not be stored", () => {
  test("this machine, its network, clouds' own services, http", async () => {
    const strict = await Edge.start({ bindings: { ALLOWED_TARGETS: "" } });
    try {
      const tenant = await strict.tenant("strict");
      const urls = [
        "http://api.example.com/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest",
        "https://metadata.google.internal/",
        "https://u:p@a.example/",
      ];
      for (const url of urls) {
        const { status, text } = await tenant.call("dfns", "POST /webhooks", {
          url,
          events: ["*"],
        });
        assert.equal(status, 400, `${url}: ${text}`);
      }
      const { status } = await tenant.call("dfns", "POST /webhooks", { url: URL, events: ["*"] });
      assert.equal(status, 200);
    } finally {
      await strict.stop();
    }
  });
});
