// One instance survives a million calls with mutated input: it never traps, and answers
// after them as before.

import assert from "node:assert/strict";
import * as hooksieve from "hooksieve";
import { vectorFiles } from "./files.js";

const CALLS = Number(process.env.FUZZ_CALLS ?? 1_000_000);

/** The same choices in every run (SplitMix32). */
export function choices(seed) {
  return (bound) => {
    seed = (seed + 0x9e3779b9) | 0;
    let mixed = seed ^ (seed >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) % bound;
  };
}

/** Texts of the vectors: configurations and events. */
function corpus() {
  const [configs, events] = [[], []];
  const text = (node, name) => node[`${name}_text`] ?? (node[name] && JSON.stringify(node[name]));
  for (const { text: file } of vectorFiles()) {
    for (const one of JSON.parse(file).cases) {
      configs.push(text(one, "config"), text(one, "current"), one.text);
      events.push(...[one, ...(one.tests ?? [])].map((test) => text(test, "event")), one.text);
    }
  }
  const short = (each) => each !== undefined && each.length < 2_000;
  return { configs: configs.filter(short), events: events.filter(short) };
}

const PIECES = ['"', "{", "}", "[", "]", ",", ":", "\\", "\\u", "null", "1e999", "*", "**", "-", "0", "é", "😀", "\ud800", "\0", "(", "(?:", "{9}", "|", "$", "data", "type", "events", "regexp"];

export async function run() {
  await hooksieve.load();
  const { Router, Explainer, NearMisses, HooksieveError } = hooksieve;
  const choose = choices(20261126);
  const { configs, events } = corpus();
  const one = (list) => list[choose(list.length)];
  const mutated = (text) => {
    for (let times = choose(4); times > 0; times--) {
      const at = choose(text.length + 1);
      text = text.slice(0, at) + (choose(2) ? one(PIECES) : "") + text.slice(at + choose(4));
    }
    return text;
  };
  const names = hooksieve.dialects().map(({ name }) => name);
  const dialect = () => (choose(3) ? one(names) : undefined);
  const bytes = (text) => {
    const list = new TextEncoder().encode(text);
    if (list.length > 0 && choose(2)) list[choose(list.length)] = choose(256);
    return list;
  };
  let { router, explainer, near, snapshot } = {};
  const renew = () => {
    router?.free();
    explainer?.free();
    near?.free();
    router = explainer = near = undefined;
    const config = mutated(one(configs));
    explainer = new Explainer(config, { dialect: dialect() });
    near = new NearMisses(config, { dialect: dialect(), redact: choose(2) === 0 });
    router = new Router(config, { dialect: dialect(), reading: one(["full", "touched"]) });
    snapshot = router.snapshot();
  };
  const known = JSON.stringify(probe(hooksieve));
  let refused = 0;
  for (let call = 0; call < CALLS; call++) {
    try {
      if (router === undefined || call % 40 === 0) renew();
      const event = mutated(one(events));
      switch (choose(18)) {
        case 0:
          explainer.explain(event);
          explainer.counterfactual(event, choose(3));
          break;
        case 1:
          explainer.explainPasted(event);
          break;
        case 2:
          router.routeBatch(`${event}\n${mutated(event)}\n`);
          break;
        case 3:
          hooksieve.parse(mutated(one(configs)), { dialect: dialect() });
          break;
        case 4:
          hooksieve.check(mutated(one(configs)), { dialect: one(names), request: one(["create", "update"]) });
          break;
        case 5:
          hooksieve.update(mutated(one(configs)), mutated(one(configs)), { dialect: one(names) });
          break;
        case 6:
          hooksieve.convert(one(configs), { from: dialect(), to: one(names) });
          break;
        case 7:
          router[one(["insert", "replace"])](mutated(one(configs)), { dialect: dialect() });
          break;
        case 8:
          Router.fromSnapshot(bytesOf(snapshot, choose)).free();
          break;
        case 9:
          router.remove(one(router.ids()) ?? "");
          router.stats();
          break;
        case 10:
          hooksieve.lint(mutated(one(configs)), { dialect: dialect(), events: choose(2) ? event : "" });
          break;
        case 11:
          if (choose(2)) near.of(event);
          else hooksieve.compare(one(configs), mutated(one(configs)), { dialect: dialect(), events: event });
          break;
        default:
          router.route(choose(4) ? event : bytes(event));
      }
    } catch (fault) {
      if (!(fault instanceof HooksieveError) || fault.code === "internal") throw fault;
      refused += 1;
    }
  }
  assert.equal(JSON.stringify(probe(hooksieve)), known, "it answers as before");
  return `${CALLS} calls, ${refused} refused, no trap`;
}

/** A snapshot with a few bytes changed. */
function bytesOf(snapshot, choose) {
  const list = snapshot.slice();
  for (let times = choose(3); times > 0; times--) list[choose(list.length)] = choose(256);
  return list;
}

function probe({ Router }) {
  const router = new Router('[{"id":"a","events":["wallet.*"]},{"id":"b","events":["*"]}]');
  const answer = [router.route('{"type":"wallet.created"}'), router.explain('{"type":"key.x"}')];
  router.free();
  return answer;
}
