// The Worker in workerd, targets on loopback, a clock that tests move, and calls.

import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runtimes, start } from "../scripts/local.js";

export const ADMIN = "an-admin-token-for-tests";

/** The Worker, started on what `folder` has; a new one where none is given. */
export class Edge {
  /** How far the Worker's clock is ahead. */
  ahead = 0;

  static async start({ folder, bindings = {}, hasQueues } = {}) {
    const edge = new Edge();
    edge.isOwn = folder === undefined;
    edge.folder = folder ?? mkdtempSync(join(tmpdir(), "hooksieve-edge-"));
    edge.logs = [];
    const { miniflare } = await start({
      folder: edge.folder,
      hasQueues,
      bindings: { ADMIN_TOKEN: ADMIN, ALLOWED_TARGETS: "http private", ...bindings },
      clock: () => Date.now() + edge.ahead,
      onOutput: (text) => edge.logs.push(text),
    });
    edge.miniflare = miniflare;
    return edge;
  }

  /** What the Worker answers. */
  async ask(method, path, { headers = {}, body } = {}) {
    const isRaw = body === undefined || typeof body === "string" || Buffer.isBuffer(body);
    const text = isRaw ? body : JSON.stringify(body);
    const response = await this.miniflare.dispatchFetch(`http://edge.example${path}`, {
      method,
      headers,
      body: text,
      redirect: "manual",
    });
    const answer = await response.text();
    let json;
    try {
      json = JSON.parse(answer);
    } catch {
      json = undefined;
    }
    return { status: response.status, headers: response.headers, text: answer, json };
  }

  /** A tenant that is set up. */
  async tenant(name, settings = {}) {
    const headers = { Authorization: `Bearer ${ADMIN}` };
    const { status, json } = await this.ask("PUT", `/t/${name}`, { headers, body: settings });
    if (status !== 201 && status !== 200)
      throw new Error(`${name}: ${status} ${JSON.stringify(json)}`);
    return new Caller(this, name, settings.secret ?? json.secret, json);
  }

  /** Moves the clock, and has the tenant look at what is due now. */
  async later(milliseconds, tenant) {
    this.ahead += milliseconds;
    const headers = { Authorization: `Bearer ${ADMIN}` };
    const { status, json } = await this.ask("POST", `/t/${tenant}/wake`, { headers });
    if (status !== 200) throw new Error(`wake: ${status}`);
    return json.due;
  }

  /** Kills the runtime at once: nothing is written that is not written yet. */
  kill() {
    for (const pid of runtimes()) process.kill(pid, "SIGKILL");
  }

  async stop() {
    await this.miniflare.dispose().catch(() => undefined);
    if (this.isOwn) rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Calls of one tenant, with each provider's own headers. */
export class Caller {
  constructor(edge, name, secret, settings) {
    Object.assign(this, { edge, name, secret, settings });
  }

  headers(provider) {
    const { secret } = this;
    return {
      dfns: { Authorization: `Bearer ${secret}`, "X-DFNS-USERACTION": secret },
      dakota: { "x-api-key": secret },
      cdp: { Authorization: `Bearer ${secret}` },
      ark: { Authorization: secret },
      hooksieve: { Authorization: `Bearer ${secret}` },
    }[provider];
  }

  /** A call of a configuration endpoint: `POST /webhooks`. */
  call(provider, what, body, headers = {}) {
    const [method, path] = what.split(" ");
    const all = { ...this.headers(provider), ...headers };
    return this.edge.ask(method, `/t/${this.name}/${provider}${path}`, { headers: all, body });
  }

  /** Events sent in. */
  send(provider, events, { headers = {}, query = "" } = {}) {
    const isBatch = Array.isArray(events);
    const lines = (one) => (typeof one === "string" ? one : JSON.stringify(one));
    const body = isBatch ? events.map(lines).join("\n") : lines(events);
    const type = isBatch ? "application/x-ndjson" : "application/json";
    return this.edge.ask("POST", `/t/${this.name}/events/${provider}${query}`, {
      headers: { Authorization: `Bearer ${this.secret}`, "Content-Type": type, ...headers },
      body,
    });
  }

  state() {
    return this.edge.ask("GET", `/t/${this.name}/state`, { headers: this.headers("hooksieve") });
  }
}

/** A target on loopback that keeps what it got. `answer` says what it does with a request. */
export class Target {
  got = [];

  static async start(answer = () => 200) {
    const target = new Target();
    target.answer = answer;
    target.server = createServer((request, response) => {
      const parts = [];
      request.on("data", (part) => parts.push(part));
      request.on("end", async () => {
        const body = Buffer.concat(parts);
        const one = {
          method: request.method,
          path: request.url,
          headers: request.headers,
          body,
          text: body.toString(),
        };
        target.got.push(one);
        const answered = await target.answer(one, target.got.length);
        if (answered === undefined) return request.socket.destroy();
        const { status, headers } = typeof answered === "number" ? { status: answered } : answered;
        response.writeHead(status, headers).end();
      });
    });
    await new Promise((resolve) => target.server.listen(0, "127.0.0.1", resolve));
    target.url = `http://127.0.0.1:${target.server.address().port}`;
    return target;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}

/** Waits until something holds. */
export async function until(what, holds, milliseconds = 10_000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await holds();
    if (found) return found;
    if (Date.now() > end) throw new Error(`it did not come to pass: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
