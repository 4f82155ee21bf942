// What a tenant's object keeps: tables, and the few questions that are asked of them.

import type { Phase, Provider } from "hooksieve/edge";
import { LIMITS } from "../limits";
import type { Settings } from "./settings";

const TABLES = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS version (provider TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS object (
    place INTEGER PRIMARY KEY, provider TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL,
    UNIQUE (provider, id));
  CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY, provider TEXT NOT NULL, id TEXT NOT NULL, type TEXT, body TEXT NOT NULL,
    accepted INTEGER NOT NULL, replays INTEGER NOT NULL DEFAULT 0, UNIQUE (provider, id));
  CREATE TABLE IF NOT EXISTS delivery (
    seq INTEGER PRIMARY KEY, event INTEGER NOT NULL, provider TEXT NOT NULL,
    subscription TEXT NOT NULL, state TEXT NOT NULL, nudge INTEGER, nudges INTEGER NOT NULL DEFAULT 0,
    dead INTEGER);
  CREATE TABLE IF NOT EXISTS alias (
    provider TEXT NOT NULL, id TEXT NOT NULL, event INTEGER NOT NULL, PRIMARY KEY (provider, id))
    WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS delivery_due ON delivery (nudge) WHERE nudge IS NOT NULL;
  CREATE INDEX IF NOT EXISTS delivery_event ON delivery (event);
  CREATE INDEX IF NOT EXISTS delivery_subscription ON delivery (provider, subscription);
  CREATE INDEX IF NOT EXISTS delivery_dead ON delivery (dead) WHERE dead IS NOT NULL;
  CREATE TABLE IF NOT EXISTS answered (
    key TEXT PRIMARY KEY, at INTEGER NOT NULL, request TEXT NOT NULL, status INTEGER NOT NULL,
    body TEXT) WITHOUT ROWID;
`;

const COLUMNS = "d.seq, d.provider, d.subscription, d.state, d.nudge, e.type, e.body, e.replays";

/** A delivery with its event. `nudge`: when to look at it; null once it has ended. */
export type DeliveryRow = {
  seq: number;
  provider: Provider;
  subscription: string;
  state: string;
  nudge: number | null;
  type: string | null;
  body: string;
  /** How often somebody asked for the event again. */
  replays: number;
};

/** One that came to nothing. */
export type DeadRow = DeliveryRow & { dead: number; id: string };

/** How many there are. Of the open deliveries, `sending` have an attempt of which no outcome
 * is noted yet. */
export type Counts = {
  events: number;
  deliveries: number;
  open: number;
  sending: number;
  dead: number;
};

/** A delivery that may be due. */
export type Due = { seq: number; provider: Provider; subscription: string };

export type EventRow = {
  seq: number;
  id: string;
  type: string | null;
  body: string;
  replays: number;
};

export class Store {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Whether the tenant was ever set up. Of one that was not, nothing is written. */
  get exists(): boolean {
    return this.#first("SELECT 1 AS one FROM sqlite_master WHERE name = 'setting'") !== undefined;
  }

  create(): void {
    this.#sql.exec(TABLES);
  }

  settings(): Settings | undefined {
    if (!this.exists) return undefined;
    const row = this.#first<{ value: string }>("SELECT value FROM setting WHERE name = 'settings'");
    return row === undefined ? undefined : (JSON.parse(row.value) as Settings);
  }

  putSettings(settings: Settings): void {
    const value = JSON.stringify(settings);
    this.#sql.exec("INSERT OR REPLACE INTO setting VALUES ('settings', ?)", value);
  }

  /** The version of a provider's configuration: what is routed by an older one is refused. */
  version(provider: Provider): number {
    const row = this.#first<{ number: number }>(
      "SELECT number FROM version WHERE provider = ?",
      provider,
    );
    return row?.number ?? 0;
  }

  changed(provider: Provider): void {
    this.#sql.exec(
      "INSERT INTO version VALUES (?, 1) ON CONFLICT (provider) DO UPDATE SET number = number + 1",
      provider,
    );
  }

  /** The stored objects, in the order of their creation. */
  objects(provider: Provider): string[] {
    const rows = this.#sql.exec<{ text: string }>(
      "SELECT text FROM object WHERE provider = ? ORDER BY place",
      provider,
    );
    return rows.toArray().map(({ text }) => text);
  }

  count(provider: Provider): number {
    const row = this.#first<{ count: number }>(
      "SELECT count(*) AS count FROM object WHERE provider = ?",
      provider,
    );
    return row?.count ?? 0;
  }

  /** How many letters all objects have. */
  letters(provider: Provider): number {
    const row = this.#first<{ letters: number }>(
      "SELECT total(length(text)) AS letters FROM object WHERE provider = ?",
      provider,
    );
    return row?.letters ?? 0;
  }

  object(provider: Provider, id: string): string | undefined {
    const row = this.#first<{ text: string }>(
      "SELECT text FROM object WHERE provider = ? AND id = ?",
      provider,
      id,
    );
    return row?.text;
  }

  putObject(provider: Provider, id: string, text: string): void {
    this.#sql.exec(
      `INSERT INTO object (provider, id, text) VALUES (?, ?, ?)
       ON CONFLICT (provider, id) DO UPDATE SET text = excluded.text`,
      provider,
      id,
      text,
    );
  }

  removeObject(provider: Provider, id: string): void {
    this.#sql.exec("DELETE FROM object WHERE provider = ? AND id = ?", provider, id);
  }

  /** Adds an event; nothing where there is one of this id. */
  addEvent(
    provider: Provider,
    event: { id: string; type: string | null; body: string },
    now: number,
  ): number | undefined {
    const row = this.#first<{ seq: number }>(
      `INSERT INTO event (provider, id, type, body, accepted) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING RETURNING seq`,
      provider,
      event.id,
      event.type,
      event.body,
      now,
    );
    return row?.seq;
  }

  event(provider: Provider, id: string): EventRow | undefined {
    return this.#first<EventRow>(
      "SELECT seq, id, type, body, replays FROM event WHERE provider = ? AND id = ?",
      provider,
      id,
    );
  }

  /** The event of this id, or of the attempt that had this id. */
  seqOf(provider: Provider, id: string): number | undefined {
    const row = this.#first<{ seq: number }>(
      `SELECT seq FROM event WHERE provider = ? AND id = ?
       UNION ALL SELECT event FROM alias WHERE provider = ? AND id = ? LIMIT 1`,
      provider,
      id,
      provider,
      id,
    );
    return row?.seq;
  }

  /** Notes that an event came under another id too. */
  addAlias(provider: Provider, id: string, event: number): void {
    this.#sql.exec("INSERT OR IGNORE INTO alias VALUES (?, ?, ?)", provider, id, event);
  }

  replayed(event: number): void {
    this.#sql.exec("UPDATE event SET replays = replays + 1 WHERE seq = ?", event);
  }

  /** The subscriptions that an event was or is delivered to. */
  subscriptionsOf(event: number): string[] {
    const rows = this.#sql.exec<{ subscription: string }>(
      "SELECT subscription FROM delivery WHERE event = ? GROUP BY subscription ORDER BY min(seq)",
      event,
    );
    return rows.toArray().map(({ subscription }) => subscription);
  }

  addDelivery(
    event: number,
    provider: Provider,
    subscription: string,
    state: string,
    nudge: number,
  ): number {
    const row = this.#sql
      .exec<{ seq: number }>(
        `INSERT INTO delivery (event, provider, subscription, state, nudge)
       VALUES (?, ?, ?, ?, ?) RETURNING seq`,
        event,
        provider,
        subscription,
        state,
        nudge,
      )
      .one();
    return row.seq;
  }

  delivery(seq: number): DeliveryRow | undefined {
    return this.#first<DeliveryRow>(
      `SELECT ${COLUMNS} FROM delivery d JOIN event e ON e.seq = d.event WHERE d.seq = ?`,
      seq,
    );
  }

  putDelivery(
    seq: number,
    state: string,
    nudge: number | undefined,
    phase: Phase,
    now: number,
  ): void {
    this.#sql.exec(
      "UPDATE delivery SET state = ?, nudge = ?, nudges = 0, dead = ? WHERE seq = ?",
      state,
      nudge ?? null,
      phase.is === "dead" ? now : null,
      seq,
    );
  }

  /** The earliest time at which some delivery wants a look. */
  next(): number | undefined {
    const row = this.#first<{ at: number | null }>(
      "SELECT min(nudge) AS at FROM delivery WHERE nudge IS NOT NULL",
    );
    return row?.at ?? undefined;
  }

  due(now: number, most: number): (Due & { nudges: number })[] {
    return this.#sql
      .exec<Due & { nudges: number }>(
        "SELECT seq, provider, subscription, nudges FROM delivery WHERE nudge <= ? ORDER BY nudge LIMIT ?",
        now,
        most,
      )
      .toArray();
  }

  nudged(seq: number, nudge: number): void {
    this.#sql.exec("UPDATE delivery SET nudge = ?, nudges = nudges + 1 WHERE seq = ?", nudge, seq);
  }

  /** The newest deliveries of a provider, to one subscription or to all, newest first. */
  newest(provider: Provider, subscription?: string): DeliveryRow[] {
    if (subscription === undefined) {
      return this.#history("d.provider = ? ORDER BY d.seq DESC", provider);
    }
    const where = "d.provider = ? AND d.subscription = ? ORDER BY d.seq DESC";
    return this.#history(where, provider, subscription);
  }

  /** The deliveries of an event, to one subscription or to all, oldest first. */
  deliveriesOf(event: number, subscription?: string): DeliveryRow[] {
    if (subscription === undefined) return this.#history("d.event = ? ORDER BY d.seq", event);
    const where = "d.event = ? AND d.subscription = ? ORDER BY d.seq";
    return this.#history(where, event, subscription);
  }

  #history(where: string, ...values: SqlStorageValue[]): DeliveryRow[] {
    const text = `SELECT ${COLUMNS} FROM delivery d JOIN event e ON e.seq = d.event
      WHERE ${where} LIMIT ?`;
    return fitting(this.#sql.exec<DeliveryRow>(text, ...values, LIMITS.history));
  }

  /** Whether an event that was accepted no earlier than this delivery's was delivered to its
   * subscription. */
  succeededSince(seq: number): boolean {
    return (
      this.#first(
        `SELECT 1 AS one FROM delivery mine JOIN delivery d
         ON d.provider = mine.provider AND d.subscription = mine.subscription AND d.seq > mine.seq
       WHERE mine.seq = ? AND json_extract(d.state, '$.phase.is') = 'delivered' LIMIT 1`,
        seq,
      ) !== undefined
    );
  }

  /** The deliveries that came to nothing, newest first, as many as fit into an answer. */
  dead(most: number): DeadRow[] {
    const text = `SELECT ${COLUMNS}, d.dead, e.id FROM delivery d JOIN event e ON e.seq = d.event
      WHERE d.dead IS NOT NULL ORDER BY d.dead DESC LIMIT ?`;
    return fitting(this.#sql.exec<DeadRow>(text, most));
  }

  get hasEvents(): boolean {
    return this.#first("SELECT 1 AS one FROM event LIMIT 1") !== undefined;
  }

  counts(): Counts {
    return this.#sql
      .exec<Counts>(
        `SELECT (SELECT count(*) FROM event) AS events, count(*) AS deliveries,
       count(nudge) AS open, count(dead) AS dead, count(CASE WHEN nudge IS NOT NULL
       AND json_extract(state, '$.phase.is') = 'sending' THEN 1 END) AS sending FROM delivery`,
      )
      .one();
  }

  answered(key: string): { request: string; status: number; body: string | null } | undefined {
    return this.#first("SELECT request, status, body FROM answered WHERE key = ?", key);
  }

  putAnswered(
    key: string,
    request: string,
    status: number,
    body: string | null,
    now: number,
  ): void {
    this.#sql.exec("INSERT INTO answered VALUES (?, ?, ?, ?, ?)", key, now, request, status, body);
  }

  /** Takes out so many ended events at most, and answers, that were kept long enough;
   * whether there may be more. */
  purge(eventsBefore: number, answersBefore: number, most: number): boolean {
    const ended = `SELECT seq FROM event WHERE accepted < ? AND NOT EXISTS
      (SELECT 1 FROM delivery WHERE delivery.event = event.seq AND nudge IS NOT NULL)
      ORDER BY seq LIMIT ?`;
    for (const table of ["delivery", "alias"]) {
      this.#sql.exec(`DELETE FROM ${table} WHERE event IN (${ended})`, eventsBefore, most);
    }
    // The same ones: what has no delivery has none that is open.
    const rows = this.#sql.exec<{ seq: number }>(
      `DELETE FROM event WHERE seq IN (${ended}) RETURNING seq`,
      eventsBefore,
      most,
    );
    const count = rows.toArray().length;
    this.#sql.exec("DELETE FROM answered WHERE at < ?", answersBefore);
    return count === most;
  }

  #first<T extends Record<string, SqlStorageValue>>(
    text: string,
    ...values: SqlStorageValue[]
  ): T | undefined {
    return this.#sql.exec<T>(text, ...values).toArray()[0];
  }
}

/** As many rows from the first on as fit into an object's memory, and one at least. */
function fitting<T extends { body: string }>(all: Iterable<T>): T[] {
  const rows: T[] = [];
  let letters = 0;
  for (const row of all) {
    letters += row.body.length;
    if (letters > LIMITS.historyLetters && rows.length > 0) break;
    rows.push(row);
  }
  return rows;
}
