// The types and ids of the events, packed as they came; made into texts where they are seen.

import type { EventRef } from "hooksieve";
import type { EventSet } from "../engine/protocol";

export class Names {
  readonly #set: EventSet;
  /** All ids in lower case, made once somebody searches. */
  #lower: string | undefined;
  /** What edited events say of themselves. */
  readonly #edited = new Map<number, EventRef>();

  constructor(set: EventSet) {
    this.#set = set;
  }

  static readonly none = new Names({
    types: [],
    typeOf: new Uint32Array(),
    ids: "",
    idEnds: new Uint32Array(),
    form: "nothing",
  });

  get size(): number {
    return this.#set.typeOf.length;
  }

  /** The type of an event; nothing where it has none. */
  typeAt(event: number): string | undefined {
    const edited = this.#edited.get(event);
    if (edited !== undefined) return edited.type ?? undefined;
    return this.#set.types[(this.#set.typeOf[event] ?? 0) - 1];
  }

  /** The id of an event; empty where it has none. */
  idAt(event: number): string {
    const edited = this.#edited.get(event);
    if (edited !== undefined) return edited.id ?? "";
    const { ids, idEnds } = this.#set;
    return ids.slice(event === 0 ? 0 : idEnds[event - 1], idEnds[event]);
  }

  /** An event was edited. */
  rename(event: number, said: EventRef | null) {
    this.#edited.set(event, said ?? { id: null, type: null });
  }

  /** How many events there are of each type. */
  countTypes(): Map<string, number> {
    const { types, typeOf } = this.#set;
    const count = new Uint32Array(types.length + 1);
    for (const place of typeOf) count[place] = (count[place] ?? 0) + 1;
    return new Map(types.map((type, at) => [type, count[at + 1] ?? 0]));
  }

  /** By event: 1 where its type or its id has words in it, which are in lower case. */
  having(words: string): Uint8Array {
    const { types, typeOf, ids, idEnds } = this.#set;
    const ofType = types.map((type) => type.toLowerCase().includes(words));
    const found = Uint8Array.from(typeOf, (place) => (ofType[place - 1] === true ? 1 : 0));
    this.#lower ??= lowered(ids);
    let event = 0;
    let at = this.#lower.indexOf(words);
    while (at >= 0) {
      while ((idEnds[event] ?? Infinity) <= at) event += 1;
      const isWithin = at + words.length <= (idEnds[event] ?? 0);
      if (isWithin) found[event] = 1;
      at = this.#lower.indexOf(words, isWithin ? (idEnds[event] ?? 0) : at + 1);
    }
    return found;
  }
}

/** In lower case, unless that has another length: the places in it would be none of the ids'. */
function lowered(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}
