// What the package promises beside the verdicts: loading, errors, memory, limits.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as hooksieve from "hooksieve";
import * as slim from "hooksieve/slim";
import { root } from "./files.js";
import { output } from "./process.js";

const { Explainer, HooksieveError, NearMisses, Router } = hooksieve;

const TESTS = {
  // The first, while the memory is small.
  "asking for an id may grow the memory under an answer"() {
    const others = [];
    const big = [{ id: "x".repeat(4_000_000), events: ["*"] }];
    class Growing extends Router {
      idAt(position) {
        others.push(new Router(big), new Router(big));
        return super.idAt(position);
      }
    }
    const router = new Growing(["a", "b", "c"].map((id) => ({ id, events: ["*"] })));
    const { matched, event, error } = router.route('{"id":"1","type":"t"}');
    assert.deepEqual([matched, error], [["a", "b", "c"], undefined]);
    assert.deepEqual(event, { id: "1", type: "t" });
    router.idAt(0);
    assert.equal(router.route(new Uint8Array()).error, router.route("").error);
    others.forEach((other) => other.free());
  },
  async "nothing works before load(), and says so"() {
    const script = `import { Router } from "hooksieve";
      try { new Router("[]"); } catch (fault) { console.log(fault.code, fault.name); }`;
    assert.equal((await evaluated(script)).trim(), "not-loaded HooksieveError");
  },
  async "slim has no module of its own, and may be given one; a failed load can be made again"() {
    const script = `import { load, Router } from "hooksieve/slim";
      import { readFile } from "node:fs/promises";
      await load().catch((fault) => console.log(fault.code));
      await load(new Uint8Array([0, 97, 115, 109])).catch((fault) => console.log(fault.name));
      await load(readFile(${JSON.stringify(`${root}pkg/wasm/hooksieve_bg.wasm`)}));
      console.log(new Router("[]").size);`;
    assert.deepEqual((await evaluated(script)).trim().split("\n"), ["not-loaded", "CompileError", "0"]);
  },
  async "load() is idempotent, at the same time too, and gives what is exported"() {
    const [one, other] = await Promise.all([hooksieve.load(), hooksieve.load()]);
    assert.equal(one, other);
    assert.equal(one.Router, Router);
    assert.equal(slim.Router, Router);
    assert.equal(await slim.load(), one);
    assert.equal(hooksieve.loadSync(readFileSync(`${root}pkg/wasm/hooksieve_bg.wasm`)), one);
  },
  "the version is the package's"() {
    const { version } = JSON.parse(readFileSync(`${root}pkg/package.json`, "utf8"));
    assert.equal(hooksieve.version(), version);
  },
  "errors have codes, findings and pointers"() {
    const fails = (code, act) => {
      assert.throws(act, (fault) => fault instanceof HooksieveError && fault.code === code, code);
    };
    const router = new Router('[{"id":"a","events":["*"]}]');
    fails("config-unreadable", () => new Router("{"));
    fails("config-unreadable", () => new Router(new Uint8Array([0xff]), { dialect: "dfns" }));
    fails("unknown-dialect", () => new Router("[]", { dialect: "stripe" }));
    fails("unknown-event-form", () => new Router("[]", { eventForm: "stripe" }));
    fails("unknown-request", () => hooksieve.check("{}", { dialect: "dfns", request: "delete" }));
    fails("unknown-dialect", () => hooksieve.check("{}", { request: "create" }));
    fails("unknown-dialect", () => hooksieve.sample("stripe", "x"));
    fails("snapshot-unreadable", () => Router.fromSnapshot(new Uint8Array(10)));
    fails("id-exists", () => router.insert({ id: "a", events: ["*"] }));
    fails("id-unknown", () => router.replace({ id: "b", events: ["*"] }));
    fails("not-one-subscription", () => router.insert("[]"));
    fails("limit-exceeded", () => {
      const small = new Router("[]", { dialect: "hooksieve", limits: { wildcards: 0 } });
      small.insert('{"id":"a","events":["*"],"conditions":[{"key":"a.*","condition":"exists"}]}');
    });
    assert.throws(() => new Router(7), TypeError);
    assert.throws(() => router.route(7), TypeError);
    assert.throws(() => router.routeBatch({}), TypeError);
    assert.throws(() => new Router("[]", { limits: { deepness: 1 } }), TypeError);
    assert.throws(() => new Router("[]", { limits: { depth: -1 } }), RangeError);
    assert.throws(() => router.routeBatch("{}").matched(1), RangeError);
    try {
      hooksieve.update("{}", '{"events":["wallet.creatd"]}', { dialect: "dfns" });
      assert.fail("it is refused");
    } catch (fault) {
      assert.equal(fault.code, "request-refused");
      assert.equal(fault.pointer, "/events/0");
      assert.equal(fault.diagnostics[0].help, 'did you mean "wallet.created"?');
    }
  },
  "a router is changed in place, and explains what it was made of"() {
    const router = new Router('[{"id":"a","events":["wallet.*"]}]');
    const event = '{"type":"key.created"}';
    assert.equal(router.explain(event)[0].outcome, "does-not-fire");
    router.insert({ id: "b", events: ["key.*"] });
    assert.deepEqual(router.route(event).matched, ["b"]);
    assert.throws(() => router.explain(event), { code: "no-configuration" });
    router.replace({ id: "a", events: ["*"] });
    assert.deepEqual(router.route(event).matched, ["a", "b"]);
    assert.equal(router.remove("a"), true);
    assert.equal(router.remove("a"), false);
    assert.deepEqual([router.ids(), router.size], [["b"], 1]);
    assert.deepEqual(router.route(event).matched, ["b"]);
  },
  "memory is given back, and what was freed says so"() {
    const router = new Router("[]");
    const explainer = new Explainer("[]");
    router.free();
    router.free();
    explainer[Symbol.dispose]();
    assert.throws(() => router.route("{}"), { code: "freed" });
    assert.throws(() => explainer.explain("{}"), { code: "freed" });
  },
  "an object is read where subscriptions look, and nowhere else"() {
    const config = { id: "a", events: ["*"], conditions: [{ key: "n", condition: "eq", value: 1 }] };
    const router = new Router(config);
    const data = Object.defineProperty({ n: 1 }, "other", {
      enumerable: true,
      get: () => assert.fail("nobody asks for it"),
    });
    assert.deepEqual(router.route({ type: "t", data }).matched, ["a"]);
    assert.deepEqual(router.route({ type: "t", data: { n: 1n } }).matched, ["a"]);
    assert.deepEqual(router.route({ type: "t", data: { toJSON: () => ({ n: 1 }) } }).matched, ["a"]);
    const exact = new Router(`[{"id":"a","events":["*"],"conditions":[
      {"key":"n","condition":"eq","value":9007199254740993}]}]`);
    assert.deepEqual(exact.route({ type: "t", data: { n: 9007199254740993n } }).matched, ["a"]);
    assert.deepEqual(exact.route('{"type":"t","data":{"n":9007199254740993}}').matched, ["a"]);
    assert.deepEqual(exact.route({ type: "t", data: { n: 9007199254740992 } }).matched, []);
    const [{ checks }] = exact.explain('{"type":"t","data":{"n":9007199254740992}}');
    assert.equal(checks.at(-1).expectedText, "9007199254740993");
  },
  "labels of an object may be derived from any member"() {
    const config = '{"eventTypes":["onchain.activity.detected"],"labels":{"network":"base-mainnet"},"isEnabled":true,"target":{"url":"https://a.example"}}';
    const event = hooksieve.sample("cdp", "onchain.activity.detected");
    const router = new Router(config, { dialect: "cdp" });
    assert.deepEqual(router.route(JSON.parse(event)), router.route(event));
  },
  "half a surrogate pair is refused, not replaced"() {
    const router = new Router('[{"id":"a","events":["\\ufffd"]}]');
    assert.equal(router.route('{"type":"\ud800"}').error, "the event is not UTF-8");
    assert.deepEqual(router.route('{"type":"\ufffd"}').matched, ["a"]);
  },
  "places are in code units, in the configuration, the event and the fixes"() {
    const text = '{"description":"😀é","url":"https://a.example","events":["wallet.creatd"]}';
    const [finding] = hooksieve.check(text, { dialect: "dfns" });
    assert.equal(text.slice(...finding.span), '"wallet.creatd"');
    assert.ok(hooksieve.applyFix(text, finding.fixes[0]).includes('"wallet.created"'));
    const event = '{"note":"😀","kind":"wallet.exported","data":{}}';
    const [{ checks }] = new Explainer(text).explain(event);
    assert.equal(event.slice(...checks[1].event.span), '"wallet.exported"');
    assert.equal(text.slice(...checks[1].config.span), '["wallet.creatd"]');
  },
  "what is linted is proved, place by place, and by sample events"() {
    const text = `[{"id":"é😀","events":["*"],"conditions":[
      {"key":"n","condition":"gt","value":10},{"key":"n","condition":"lt","value":5}]},
      {"id":"b","events":["*"],"conditions":[{"key":"amuont","condition":"gte","value":10}]}]`;
    const [never, ...others] = hooksieve.lint(text);
    assert.deepEqual([never.code, others.length], ["never-matches", 0]);
    const proof = never.related.map(({ pointer, span }) => [pointer, text.slice(...span)]);
    assert.deepEqual(proof[1], ["/0/conditions/1", '{"key":"n","condition":"lt","value":5}']);
    const events = '{"type":"t","data":{"amount":12,"n":1}}\n\n';
    const unseen = hooksieve.lint(text, { events }).filter(({ code }) => code === "key-unseen");
    assert.deepEqual(unseen.map(({ span }) => text.slice(...span)), ['"amuont"']);
    assert.match(unseen[0].help, /`amount`/);
    const bytes = new TextEncoder().encode(`${events}{`);
    assert.throws(() => hooksieve.lint(text, { events: bytes }), (fault) => {
      return fault.code === "event-unreadable" && fault.message.startsWith("line 3: ");
    });
  },
  "two configurations are compared by proof and by events"() {
    const target = (url) => ({ target: { url } });
    const before = [{ id: "a", events: ["wallet.created"], ...target("https://a.example/?key=s3cret") }];
    const after = [{ ...before[0], events: ["wallet.*"] }, { id: "b", events: ["key.*"] }];
    const { proved, differs, events } = hooksieve.compare(before, after);
    assert.deepEqual([proved, differs, events], ["wider", true, 0]);
    const report = hooksieve.compare(before, after, {
      dialect: "hooksieve",
      events: '{"type":"wallet.created"}\n\n{"id":"7","type":"wallet.deleted"}\n{',
    });
    assert.deepEqual([report.events, report.unreadable, report.gained, report.lost], [3, 1, 1, 0]);
    const [{ examples, unchanged }, { status }] = report.subscriptions;
    assert.deepEqual([unchanged, status], [1, "added"]);
    const event = { id: "7", type: "wallet.deleted" };
    assert.deepEqual(examples[0], { change: "gained", place: "line 3", event });
    assert.ok(!JSON.stringify(report).includes("s3cret"));
    const dfns = '{"url":"https://a.example/?key=s3cret","events":["wallet.created"],"status":"Enabled"}';
    const other = hooksieve.compare(before, dfns, { dialect: "hooksieve", newDialect: "dfns" });
    assert.deepEqual(other.subscriptions.map(({ status }) => status), ["kept"]);
    assert.throws(() => hooksieve.compare(before, "{"), { code: "config-unreadable" });
    assert.throws(() => hooksieve.compare(before, after, { events: [] }), TypeError);
  },
  "near misses are ranked, counted, and in code units"() {
    const labels = (env) => ({ labels: { env } });
    const text = JSON.stringify([
      { id: "😀", events: ["b"], ...labels("prod") },
      { id: "near", events: ["a"], ...labels("prod") },
      { id: "hit", events: ["a"] },
    ]);
    const near = new NearMisses(text);
    const event = '{"note":"😀","type":"a","labels":{"env":"dev"}}';
    const report = near.of(event, 1);
    assert.deepEqual([report.fires, report.doesNotFire, report.undecidable], [1, 2, 0]);
    assert.deepEqual(report.nearest.map(({ subscription }) => subscription.id), ["near"]);
    const [check] = report.nearest[0].checks;
    assert.equal(event.slice(...check.event.span), '"dev"');
    assert.equal(text.slice(...check.config.span), '"prod"');
    assert.deepEqual([check.expectedText, check.actualText], ['"prod"', '"dev"']);
    assert.equal(near.of(JSON.parse(event)).nearest.length, 2);
    assert.throws(() => near.of(event, -1), RangeError);
    assert.match(near.of("{").error, /\S/);
    near.free();
    assert.throws(() => near.of(event), { code: "freed" });
  },
  "what would make it fire, exact numbers as text"() {
    const text = '[{"id":"a","events":["t"],"labels":{"env":"prod"},' +
      '"conditions":[{"key":"n","condition":"gte","value":9007199254740993}]}]';
    const event = '{"type":"t","labels":{"env":"dev"},"data":{"n":9007199254740992}}';
    const explainer = new Explainer(text);
    const found = explainer.counterfactual(event, 0);
    const labels = { pointer: "/labels/env", from: '"dev"', to: '"prod"' };
    const [before, after] = ["9007199254740992", "9007199254740993"];
    assert.deepEqual(found.event, [labels, { pointer: "/data/n", from: before, to: after }]);
    assert.deepEqual(found.subscription.at(-1), {
      pointer: "/0/conditions/0/value", from: after, to: before,
    });
    assert.deepEqual(new Router(text).counterfactual(event, 0), found);
    const fires = event.replace('"dev"', '"prod"').replace(before, after);
    assert.equal(explainer.counterfactual(fires, 0), null);
    assert.equal(explainer.counterfactual("{", 0), null);
    assert.equal(explainer.counterfactual(event, 1), null);
    assert.equal(new Explainer(text, { redact: true }).counterfactual(event, 0), null);
    assert.throws(() => explainer.counterfactual(event, -1), RangeError);
  },
  "a redacted explanation holds no value of the event"() {
    const text = '[{"id":"a","events":["t"],"conditions":[{"key":"who","condition":"eq","value":"x"}]}]';
    const event = '{"id":"s3cret-id","type":"t","data":{"who":"s3cret"}}';
    const told = (options) => {
      const [router, near] = [new Router(text, options), new NearMisses(text, options)];
      const explainer = new Explainer(text, options);
      return JSON.stringify([
        router.explain(event), router.explainJson(event), near.of(event),
        explainer.explain(event), explainer.explainPasted(`${event},`),
      ]);
    };
    assert.ok(told({}).includes("s3cret"));
    const redacted = told({ redact: true });
    assert.ok(!redacted.includes("s3cret"), redacted);
    assert.ok(redacted.includes("/data/who"));
  },
  "a large event grows the memory, and the views follow"() {
    const router = new Router('[{"id":"a","events":["*"]}]');
    for (const size of [10, 3_000_000, 10, 7_000_000, 100]) {
      const event = JSON.stringify({ type: "t", data: "é".repeat(size) });
      assert.deepEqual(router.route(event).matched, ["a"]);
      const batch = router.routeBatch(`${event}\n${event}`);
      assert.deepEqual([batch.length, batch.matched(1)], [2, ["a"]]);
    }
    const many = router.routeBatch('{"type":"t"}\n'.repeat(100_000));
    assert.deepEqual([many.length, many.matched(99_999)], [100_000, ["a"]]);
  },
  "every sample is an event of its type"() {
    for (const { name, eventTypes } of hooksieve.dialects()) {
      const router = new Router("[]");
      for (const { name: type } of eventTypes) {
        assert.equal(router.route(hooksieve.sample(name, type)).event?.type ?? type, type);
      }
    }
    assert.equal(hooksieve.sample("dfns", "no.such"), undefined);
  },
};

/** What a module of its own prints. */
function evaluated(script) {
  const words = ["--input-type=module", "--eval", script];
  return output("node", words, { cwd: `${root}tests/js` });
}

export async function run() {
  await hooksieve.load();
  for (const [name, test] of Object.entries(TESTS)) {
    try {
      await test();
    } catch (fault) {
      throw new Error(`${name}\n${fault.stack}`);
    }
  }
  return `${Object.keys(TESTS).length} promises kept`;
}
