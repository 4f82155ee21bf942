// Runs the vectors of tests/vectors over the built package, in whichever home this is
// called: it takes the package and the files, and gives what failed and every canonical
// explanation. What the members of a case mean is written in tests/vectors/README.md.

/**
 * @param {typeof import("hooksieve")} hooksieve loaded
 * @param {{ path: string, text: string }[]} files
 */
export function runVectors(hooksieve, files) {
  const run = new Run(hooksieve);
  for (const { path, text } of files) {
    const file = JSON.parse(text);
    if (ELSEWHERE.includes(file.kind)) continue;
    const kind = KINDS[file.kind];
    if (kind === undefined) throw new Error(`${path}: there is no kind ${file.kind}`);
    for (const one of file.cases) {
      const dialect = one.dialect ?? file.dialect;
      run.place = `${path}: ${one.description}`;
      try {
        kind(run, one, dialect);
      } catch (fault) {
        run.fail(`it threw ${fault?.stack ?? fault}`);
      }
    }
  }
  const { tests, failures, explanations } = run;
  return { tests, failures, explanations };
}

const KINDS = { predicate, config, route, update, json, explain, convert, lint };

/** What the entry `hooksieve/edge` does (see edge-vectors.js), and imports, which no module has. */
const ELSEWHERE = ["signature", "policy", "delivery", "request", "target", "endpoint", "import"];

class Run {
  tests = 0;
  failures = [];
  /** One line an event, as the suite of the crate writes them. */
  explanations = [];
  place = "";

  constructor(hooksieve) {
    this.hooksieve = hooksieve;
  }

  fail(what) {
    this.failures.push(`${this.place}\n  ${what}`);
  }

  equal(what, expected, actual) {
    const [left, right] = [expected, actual].map((each) => JSON.stringify(each));
    if (left !== right) this.fail(`${what}\n    expected ${left}\n    got      ${right}`);
  }
}

/** The text of the member `NAME_text`, or of the JSON value `NAME`. */
function textOf(node, name) {
  return node[`${name}_text`] ?? JSON.stringify(node[name]);
}

function predicate(run, one, dialect = "hooksieve") {
  const ark = dialect.startsWith("ark");
  const condition = textOf(one, "condition");
  const config = ark
    ? `{"event":"t","target":"https://a.example","enabled":true,"conditions":[${condition}]}`
    : `{"id":"s","events":["t"],"conditions":[${condition}],"target":{"url":"https://a.example"}}`;
  const engines = prepare(run, config, dialect, undefined);
  for (const test of one.tests) {
    const data = textOf(test, "data");
    const event = ark
      ? `{"event":"t","timestamp":0,"data":${data}}`
      : `{"id":"1","type":"t","data":${data}}`;
    const { routing, explanations } = decide(run, engines, event);
    if (test.outcome) run.equal("outcome", test.outcome, routing.outcome);
    if (test.code) run.equal("code", test.code, explanations[0]?.checks.at(-1).code);
  }
}

function route(run, one, dialect) {
  const engines = prepare(run, textOf(one, "config"), dialect, one.events_as);
  const texts = [];
  const routings = [];
  for (const test of one.tests) {
    const event = textOf(test, "event");
    const { routing } = decide(run, engines, event);
    run.equal("outcome", test.outcome, routing.outcome);
    run.equal("matched", test.matched ?? [], routing.matched);
    run.equal("undecidable", test.undecidable ?? [], routing.undecidable);
    if (event.trim() !== "" && !event.includes("\n")) {
      texts.push(event);
      routings.push(routing);
    }
  }
  const batch = engines.router.routeBatch(texts.join("\n"));
  run.equal("length of a batch", texts.length, batch.length);
  routings.forEach((routing, index) => {
    run.equal("outcome in a batch", routing.outcome, batch.outcome(index));
    run.equal("matched in a batch", routing.matched, batch.matched(index));
    run.equal("undecidable in a batch", routing.undecidable, batch.undecidable(index));
  });
}

function explain(run, one, dialect) {
  const engines = prepare(run, textOf(one, "config"), dialect, one.events_as);
  const [explanation] = decide(run, engines, textOf(one, "event")).explanations;
  const named = ({ code, status }) => `${code} ${status}`;
  run.equal("outcome", one.outcome, explanation.outcome);
  run.equal("checks", one.checks.map(named), explanation.checks.map(named));
  if (one.summary) run.equal("summary", one.summary, explanation.summary);
  if (one.notes) {
    run.equal("notes", [...one.notes].sort(), explanation.notes.map(({ code }) => code).sort());
  }
}

function json(run, one) {
  run.tests += 1;
  const bytes = Uint8Array.from(atob(one.base64 ?? ""), (character) => character.charCodeAt(0));
  const config = `{"id":"s","events":["t"],"conditions":[{"key":"a.b","condition":"exists"}]}`;
  const router = new run.hooksieve.Router(config, { dialect: "hooksieve" });
  const { error } = router.route(one.text ?? bytes);
  const readable = error === undefined || error.startsWith("an event must be an object");
  run.equal("read as an event", one.valid, readable);
}

function config(run, one, dialect) {
  run.tests += 1;
  const { check, parse } = run.hooksieve;
  const text = textOf(one, "config");
  const found = check(text, { dialect, request: one.request });
  diagnostics(run, one, found);
  if (one.request === undefined) {
    const read = parse(text, { dialect });
    run.equal("subscriptions", one.subscriptions, read.subscriptions.length);
    run.equal("diagnostics of parse", found, read.diagnostics);
  }
  for (const { span } of found) {
    if (span[0] >= span[1] && text !== "") run.fail(`a span cannot be shown: ${span}`);
  }
}

function lint(run, one, dialect) {
  run.tests += 1;
  const text = textOf(one, "config");
  const events = one.events?.map((event) => JSON.stringify(event)).join("\n");
  const found = run.hooksieve.lint(text, { dialect, events });
  diagnostics(run, { diagnostics: one.findings }, found);
  for (const { span, related = [] } of [...found, ...found.flatMap((each) => each.related ?? [])]) {
    if (text.slice(...span) === "") run.fail(`a span cannot be shown: ${span}`);
    if (related.some(({ message }) => message === "")) run.fail("a proof has no words");
  }
  const { proved, differs } = run.hooksieve.compare(text, text, { dialect });
  run.equal("compared with itself", ["equal", false], [proved, differs]);
}

function diagnostics(run, one, found) {
  const line = ({ severity, code, pointer }) => `${severity} ${code} ${pointer}`;
  run.equal("diagnostics", (one.diagnostics ?? []).map(line).sort(), found.map(line).sort());
}

function update(run, one, dialect) {
  run.tests += 1;
  const { HooksieveError } = run.hooksieve;
  try {
    const options = { dialect, now: one.now };
    const stored = run.hooksieve.update(textOf(one, "current"), textOf(one, "request"), options);
    run.equal("result", sorted(one.result), sorted(JSON.parse(stored)));
  } catch (fault) {
    if (!(fault instanceof HooksieveError)) throw fault;
    run.equal("code", "request-refused", fault.code);
    run.equal("pointer", fault.diagnostics[0].pointer, fault.pointer);
    if (one.result !== undefined) return run.fail(`refused: ${fault.message}`);
    diagnostics(run, one, fault.diagnostics);
  }
}

function convert(run, one, dialect) {
  run.tests += 1;
  const text = textOf(one, "config");
  const conversion = run.hooksieve.convert(text, { to: one.to, from: dialect });
  const written = conversion.results.map((each) => JSON.parse(each.json));
  run.equal("result", sorted(one.result), sorted(written.length === 1 ? written[0] : written));
  const line = ({ pointer, carried }) => `${pointer} ${carried}`;
  const transfers = conversion.results.flatMap((each) => each.transfers.map(line));
  run.equal("transfers", one.transfers.map(line).sort(), transfers.sort());
}

/** The routers and what explains a configuration. */
function prepare(run, text, dialect, eventForm) {
  const { Router, Explainer, NearMisses } = run.hooksieve;
  const router = new Router(text, { dialect, eventForm });
  const explainer = new Explainer(text, { dialect, eventForm });
  const near = new NearMisses(text, { dialect, eventForm });
  return { text, router, restored: Router.fromSnapshot(router.snapshot()), explainer, near };
}

/** Routes and explains an event, and sees that every way of asking agrees. */
function decide(run, { text, router, restored, explainer, near }, event) {
  run.tests += 1;
  const routing = router.route(event);
  run.equal("from a snapshot", routing, restored.route(event));
  run.equal("from bytes", routing, router.route(new TextEncoder().encode(event)));
  const explanations = explainer.explain(event);
  const ids = (outcome) =>
    explanations.filter((each) => each.outcome === outcome).map((each) => each.subscription.id);
  run.equal("explain against route: fires", routing.matched, ids("fires"));
  run.equal("explain against route: undecidable", routing.undecidable, ids("undecidable"));
  const report = near.of(event, 2);
  const counted = [routing.matched.length, ids("does-not-fire").length, routing.undecidable.length];
  run.equal("near misses", counted, [report.fires, report.doesNotFire, report.undecidable]);
  [...explanations, ...report.nearest].forEach((each) => places(run, each, text, event));
  const canonical = explainer.explainJson(event);
  run.equal("through a router", canonical, router.explainJson(event));
  run.explanations.push(canonical);
  const found = explainer.counterfactual(event, 0);
  const list = (changes) => changes?.map(({ pointer, from, to }) => [pointer, from, to]) ?? null;
  run.explanations.push(JSON.stringify(found && [list(found.event), list(found.subscription)]));
  asObject(run, router, event);
  return { routing, explanations };
}

/** An object gives what its text gives. */
function asObject(run, router, event) {
  let object;
  try {
    object = JSON.parse(event);
  } catch {
    return;
  }
  const text = JSON.stringify(object);
  // Half a surrogate pair where nobody looks is not seen in an object.
  if (typeof object !== "object" || object === null || /\\ud[89a-f]/.test(text)) return;
  const { error, ...verdict } = router.route(text);
  const { error: fault, ...found } = router.route(object);
  // Only an object's own depth may make a text unreadable that its part is not.
  if (error === undefined || fault !== undefined) run.equal("from an object", verdict, found);
}

/** Spans cut the value out of the text, in UTF-16 code units. */
function places(run, explanation, config, event) {
  for (const check of explanation.checks) {
    const { actual, actualText } = check;
    if (check.event && typeof actual === "string" && !check.event.pointer.startsWith("/headers")) {
      const cut = event.slice(...check.event.span);
      let value;
      try {
        value = JSON.parse(cut);
      } catch {
        value = undefined;
      }
      const names = value === actual || cut === actualText || typeof value !== "string";
      if (!names) run.fail(`the span of ${check.event.pointer} cuts ${cut}, not ${actualText}`);
    }
    if (check.config && config.slice(...check.config.span) === "") {
      run.fail(`the span of ${check.config.pointer} in the configuration is empty`);
    }
  }
}

/** A value with its members in one order, to compare. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}
