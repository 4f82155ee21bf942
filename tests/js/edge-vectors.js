// Runs the vectors that the entry `hooksieve/edge` is held to, in whichever home this is
// called. What the members of a case mean is written in tests/vectors/README.md.

/**
 * @param {typeof import("hooksieve/edge")} edge loaded
 * @param {{ path: string, text: string }[]} files
 * @param {string} version of the package, which deliveries name
 * @returns {Promise<{ tests: number, failures: string[] }>}
 */
export async function runEdgeVectors(edge, files, version) {
  const run = new Run(edge, version);
  for (const { path, text } of files) {
    const file = JSON.parse(text);
    const kind = KINDS[file.kind];
    if (kind === undefined) continue;
    for (const one of file.cases) {
      run.place = `${path}: ${one.description}`;
      try {
        await kind(run, one, one.dialect ?? file.dialect);
      } catch (fault) {
        run.fail(`it threw ${fault?.stack ?? fault}`);
      }
    }
  }
  const { tests, failures } = run;
  return { tests, failures };
}

const KINDS = { signature, policy, delivery, request, target, endpoint };

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Run {
  tests = 0;
  failures = [];
  place = "";

  constructor(edge, version) {
    this.edge = edge;
    this.version = version;
  }

  fail(what) {
    this.failures.push(`${this.place}\n  ${what}`);
  }

  equal(what, expected, actual) {
    this.tests += 1;
    const [left, right] = [expected, actual].map((each) => JSON.stringify(sorted(each)));
    if (left !== right) this.fail(`${what}\n    expected ${left}\n    got      ${right}`);
  }
}

/** What an act gives, or the code of its error. */
async function attempt(run, act) {
  try {
    return { value: await act() };
  } catch (fault) {
    if (!(fault instanceof run.edge.EdgeError)) throw fault;
    return { code: fault.code };
  }
}

async function signature(run, one) {
  const { edge } = run;
  const { id, timestamp, headers, body } = one.message;
  const message = { id, timestamp, headers, body: encoder.encode(body) };
  const signed = await attempt(run, () => edge.sign(message, one.scheme, one.sign_with));
  // Whether so many keys are allowed is told by the headers' form here.
  const told = signed.code === "signature-count" ? "key-count" : signed.code;
  if (one.error !== undefined) return run.equal("error", one.error, told);
  if (signed.code !== undefined) return run.fail(`refused: ${signed.code}`);
  run.equal("headers", one.signed, signed.value.headers);
  run.equal(
    "contents",
    one.contents,
    signed.value.contents.map((text) => decoder.decode(text)),
  );
  for (const test of one.tests) {
    const received = {
      headers: test.headers ?? [...signed.value.headers, ...headers],
      body: encoder.encode(test.body ?? body),
    };
    const result = await attempt(run, () =>
      edge.verify(one.scheme, received, one.verify_with, test.now),
    );
    run.equal(`${test.description ?? "test"}: result`, test.result, result.code ?? "verified");
  }
}

function policy(run, one) {
  const told = run.edge.policy(one.provider);
  run.equal("attempts", one.attempts, told.delays.length + 1);
  run.equal("delays", one.delays, told.delays);
  run.equal("timeout", one.timeout, told.timeout);
  const holds = (status) => status >= told.success.from && status < told.success.below;
  for (const status of one.delivered) run.equal(`the status ${status}`, true, holds(status));
  for (const status of one.failed) run.equal(`the status ${status}`, false, holds(status));
}

function delivery(run, one) {
  const { edge } = run;
  const random = bytes(one.random ?? "0".repeat(32));
  let state = edge.newDelivery(one.event, "sub", one.accepted);
  for (const each of one.steps) {
    const next = edge.step(one.provider, state, input(each), { now: each.now, random });
    run.equal("effects", each.effects, next.effects.map(told));
    state = next.state;
  }
  const { phase, attempts } = edge.readDelivery(state);
  run.equal("phase", one.phase, phase.is);
  const shape = (each) => ({
    event: each.eventId,
    retry_of: each.retryOf,
    failed: each.failed,
    next_attempt_date: each.nextAttemptDate ?? undefined,
    status: each.status,
    trouble: each.trouble,
  });
  run.equal("attempts", one.attempts, attempts.map(shape));
  if (one.told === undefined) return;
  const api = new edge.Api(one.provider);
  const { of, events: _, ...about } = one.told;
  const events = api.history(state, JSON.stringify(of), about);
  run.equal(
    "told",
    one.told.events,
    events.map((text) => JSON.parse(text)),
  );
}

function input({ wake, answer, failure }) {
  if (wake !== undefined) return { kind: "wake", subscription: wake };
  if (failure !== undefined) return { kind: "failure", ...failure };
  const { retry_after: retryAfter, ...rest } = answer;
  return { kind: "answer", ...rest, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function told(effect) {
  switch (effect.kind) {
    case "send":
      return `send ${effect.attempt} ${effect.run}`;
    case "wake-at":
      return `wake-at ${effect.at}`;
    case "stopped":
      return `stopped ${effect.reason}`;
    default:
      return effect.kind;
  }
}

async function request(run, one) {
  const { edge } = run;
  const outgoing = {
    type: one.event_type,
    url: one.url,
    headers: one.headers,
    rules: { http: false, private: false },
    body: encoder.encode(one.body),
  };
  const state = attemptOf(edge, one);
  const made = await attempt(run, () => edge.unsigned(one.provider, state, outgoing));
  if (one.error !== undefined) return run.equal("error", one.error, made.code);
  if (made.code !== undefined) return run.fail(`refused: ${made.code}`);
  const unsigned = made.value;
  const contents = Array.from({ length: unsigned.contents }, (_, at) => unsigned.content(at));
  run.equal(
    "contents",
    one.contents,
    contents.map((text) => decoder.decode(text)),
  );
  const { scheme } = edge.policy(one.provider).wire;
  const sent = await edge.sign(unsigned, scheme, [one.key]);
  const versioned = ([name, value]) => [name, value.replace("VERSION", run.version)];
  run.equal("headers", one.sent.headers.map(versioned), sent.headers);
  run.equal("body", one.sent.body, decoder.decode(sent.body));
  run.equal("timeout", one.sent.timeout, sent.timeout);
}

/** A delivery that is making the attempt of the case: the ones before it failed. */
function attemptOf(edge, one) {
  const random = new Uint8Array(16);
  let { now } = one;
  let state = edge.newDelivery(one.event, "sub", now, { replay: one.replay === true });
  for (let number = 1; number <= one.attempt; number++) {
    if (number > 1) {
      const failure = { kind: "failure", attempt: number - 1, run: 1, trouble: "connection" };
      ({ state } = edge.step(one.provider, state, failure, { now, random }));
    }
    now = edge.readDelivery(state).wakeAt;
    const wake = { kind: "wake", subscription: "enabled" };
    ({ state } = edge.step(one.provider, state, wake, { now, random }));
  }
  return state;
}

function target(run, one) {
  const rules = { http: one.http === true, private: one.private === true };
  for (const { url, refused } of one.tests) {
    run.equal(`${url} refused`, refused, run.edge.checkTarget(url, rules));
  }
}

function endpoint(run, one, dialect) {
  const api = new run.edge.Api(dialect);
  const key = Object.keys(ID_MEMBERS).find((provider) => dialect.startsWith(provider));
  const idOf = (text) => String(JSON.parse(text)[ID_MEMBERS[key] ?? "id"]);
  let stored = [];
  for (const each of one.steps) {
    const answer = call(run.edge, api, each, stored, idOf);
    run.equal(each.call, each.status, answer.status);
    const body = answer.body === null ? undefined : JSON.parse(answer.body);
    if (each.members) run.equal("members", [...each.members].sort(), Object.keys(body).sort());
    else if (each.answer !== undefined) run.equal("answer", each.answer, body);
    if (each.codes) {
      const errors = answer.diagnostics.filter(({ severity }) => severity === "error");
      const line = ({ severity, code, pointer }) => `${severity} ${code} ${pointer}`;
      run.equal("codes", each.codes, errors.map(line).sort());
    }
    const { change } = answer;
    if (change.kind === "remove") stored = stored.filter((text) => idOf(text) !== change.id);
    if (change.kind === "put") {
      const at = stored.findIndex((text) => idOf(text) === change.id);
      if (at < 0) stored.push(change.object);
      else stored[at] = change.object;
    }
    if (each.stored)
      run.equal(
        "stored",
        each.stored,
        stored.map((text) => JSON.parse(text)),
      );
  }
}

const ID_MEMBERS = { cdp: "subscriptionId" };

function call(edge, api, one, stored, idOf) {
  const [method, path] = one.call.split(" ");
  const query = one.query ?? [];
  const body = one.body_text ?? (one.body === undefined ? "" : JSON.stringify(one.body));
  const fresh = { now: one.now, random: new Uint8Array(48).fill(one.fill ?? 0) };
  const allowed = one.allowed ?? [];
  if (one.rules === true) {
    fresh.rules = { http: allowed.includes("http"), private: allowed.includes("private") };
  }
  const told = (one.told ?? []).map((each) => JSON.stringify(each));
  const operation = api.operation(method, path);
  const known = stored.find((text) => idOf(text) === operation.id);
  switch (operation.kind) {
    case "answer":
      return operation.answer;
    case "create":
      return api.create(body, stored.length, fresh);
    case "list":
      return api.list(query, stored);
    case "get":
      return api.get(operation.id, known);
    case "update":
      return api.update(operation.id, known, body, query, fresh);
    case "delete":
      return api.delete(operation.id, known);
    case "events":
    case "history":
      return api.events(query, told);
    case "event":
    case "history-event":
      return api.event(operation.event, told);
    case "replay":
      return api.replay(operation.event, one.done, one.targets);
    default:
      throw new Error(`no vector asks for ${operation.kind}`);
  }
}

function bytes(hex) {
  return Uint8Array.from(hex.match(/../g), (digits) => parseInt(digits, 16));
}

/** A value with its members in one order, without those that are undefined. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value ?? null;
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  return Object.fromEntries(names.sort().map((name) => [name, sorted(value[name])]));
}
