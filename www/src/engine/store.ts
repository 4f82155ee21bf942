// The loaded events: their bytes, where each stands, their types and ids.

import { Router } from "hooksieve";
import type { EventSet } from "./protocol";
import type { Span } from "./scan";
import { mended } from "./mend";
import { type Split, split } from "./split";
import type { Turn } from "./turn";

/** Bytes that are routed in one go; a few milliseconds. */
const CHUNK = 512 << 10;

/** Events between two looks at the clock. */
const STEPS = 64;

/** A run of events that are routed together. */
export interface Chunk {
  first: number;
  /** Behind the last. */
  end: number;
  /** Their NDJSON. */
  bytes: Uint8Array;
}

export class EventStore {
  readonly #bytes: Uint8Array;
  readonly #spans: readonly Span[];

  private constructor({ bytes, spans }: Split) {
    this.#bytes = bytes;
    this.#spans = spans;
  }

  /** The same events with another text in the place of one; on one line, as in NDJSON. */
  with(index: number, text: string): EventStore {
    const line = text.replace(/\s*[\r\n]\s*/g, " ").trim();
    // A blank line would be no event, and all behind it another one.
    const fresh = new TextEncoder().encode(line === "" ? "null" : line);
    const span = this.#spans[index];
    if (span === undefined) return this;
    const by = fresh.length - (span[1] - span[0]);
    const bytes = new Uint8Array(this.#bytes.length + by);
    bytes.set(this.#bytes.subarray(0, span[0]));
    bytes.set(fresh, span[0]);
    bytes.set(this.#bytes.subarray(span[1]), span[0] + fresh.length);
    const spans = this.#spans.map(([from, to], at): Span => {
      if (at < index) return [from, to];
      return at === index ? [from, to + by] : [from + by, to + by];
    });
    return new EventStore({ bytes, spans, form: "" });
  }

  static readonly empty = new EventStore({ bytes: new Uint8Array(), spans: [], form: "nothing" });

  /** Reads a text or a file. */
  static async read(
    input: string | Blob,
    turn: Turn,
  ): Promise<{ store: EventStore; set: EventSet }> {
    const bytes =
      typeof input === "string"
        ? new TextEncoder().encode(input)
        : new Uint8Array(await input.arrayBuffer());
    const given = await split(bytes, turn);
    const repaired = mended(given, bytes);
    const parts = repaired === undefined ? given : await split(repaired.bytes, turn);
    const store = new EventStore(parts);
    const said = repaired === undefined ? "" : `, repaired: ${repaired.repairs.join(", ")}`;
    return { store, set: await store.#pack(parts.form + said, turn) };
  }

  get size(): number {
    return this.#spans.length;
  }

  /** The bytes of an event. */
  at(index: number): Uint8Array | undefined {
    const span = this.#spans[index];
    return span && this.#bytes.subarray(span[0], span[1]);
  }

  text(index: number): string | undefined {
    const bytes = this.at(index);
    return bytes && new TextDecoder().decode(bytes);
  }

  /** All events in runs of some length. */
  *chunks(): Generator<Chunk> {
    for (let first = 0; first < this.#spans.length; ) {
      const from = this.#spans[first]?.[0] ?? 0;
      let end = first + 1;
      while (end < this.#spans.length && (this.#spans[end]?.[1] ?? 0) - from <= CHUNK) end += 1;
      yield { first, end, bytes: this.#bytes.subarray(from, this.#spans[end - 1]?.[1]) };
      first = end;
    }
  }

  async #pack(form: string, turn: Turn): Promise<EventSet> {
    const { size } = this;
    const places = new Map<string, number>();
    const typeOf = new Uint32Array(size);
    const idEnds = new Uint32Array(size);
    const ids: string[] = [];
    let end = 0;
    const reader = new Router("[]", { dialect: "hooksieve" });
    try {
      for (let index = 0; index < size; index += 1) {
        const { event } = reader.route(this.at(index) ?? "");
        if (event?.type != null) {
          const place = places.get(event.type) ?? places.size + 1;
          places.set(event.type, place);
          typeOf[index] = place;
        }
        const id = event?.id ?? "";
        ids.push(id);
        end += id.length;
        idEnds[index] = end;
        if (index % STEPS === 0) {
          await turn.pause({ doing: "reading", done: index, total: size });
        }
      }
    } finally {
      reader.free();
    }
    return { types: [...places.keys()], typeOf, ids: ids.join(""), idEnds, form };
  }
}
