// What an edit changes: the deliveries of two routers over the same events. The package's
// own `compare` counts the same; here the verdicts of each event are kept too, since the
// list shows them, and those of the pinned configuration are not made anew at every key.

import type { Router } from "hooksieve";
import { GAINED, LOST, OTHERWISE, type SubscriptionChange, UNDECIDABLE } from "./protocol";
import type { EventStore } from "./store";
import type { Turn } from "./turn";

/** A batch's results, kept: the engine uses its own again for the next batch. */
export interface Deliveries {
  ids: string[];
  outcomes: Uint8Array;
  /** By event, where its positions end. */
  ends: Uint32Array;
  positions: Uint32Array;
}

/** Routes all events. */
export async function deliveries(
  router: Router,
  store: EventStore,
  turn: Turn,
): Promise<Deliveries> {
  const outcomes = new Uint8Array(store.size);
  const ends = new Uint32Array(store.size);
  let positions = new Uint32Array(store.size);
  let length = 0;
  for (const { first, end, bytes } of store.chunks()) {
    const batch = router.routeBatch(bytes);
    outcomes.set(batch.outcomes, first);
    for (let at = first; at < end; at += 1) ends[at] = length + (batch.matchedEnds[at - first] ?? 0);
    const more = batch.matchedPositions;
    if (length + more.length > positions.length) {
      const grown = new Uint32Array(2 * (length + more.length));
      grown.set(positions.subarray(0, length));
      positions = grown;
    }
    positions.set(more, length);
    length += more.length;
    await turn.pause({ doing: "evaluating", done: end, total: store.size });
  }
  return { ids: router.ids(), outcomes, ends, positions: positions.subarray(0, length) };
}

/** The same with another text in the place of one event. */
export function redelivered(
  router: Router,
  { ids, outcomes, ends, positions }: Deliveries,
  index: number,
  event: Uint8Array,
): Deliveries {
  const batch = router.routeBatch(event);
  const from = index === 0 ? 0 : (ends[index - 1] ?? 0);
  const to = ends[index] ?? from;
  const fresh = batch.matchedPositions;
  const spliced = new Uint32Array(positions.length + fresh.length - (to - from));
  spliced.set(positions.subarray(0, from));
  spliced.set(fresh, from);
  spliced.set(positions.subarray(to), from + fresh.length);
  const by = fresh.length - (to - from);
  outcomes[index] = batch.outcomes[0] ?? UNDECIDABLE;
  return { ids, outcomes, ends: ends.map((end, at) => (at < index ? end : end + by)), positions: spliced };
}

export interface Comparison {
  /** By event: bits of `GAINED`, `LOST`, `OTHERWISE`. */
  changes: Uint8Array;
  gained: number;
  lost: number;
  /** The subscriptions with either, those of the edited configuration first. */
  bySubscription: SubscriptionChange[];
}

/** Events between two looks at the clock. */
const STEPS = 1024;

/** One pass over both; linear in deliveries. Subscriptions are the same by their id. */
export async function compare(
  before: Deliveries,
  now: Deliveries,
  turn: Turn,
): Promise<Comparison> {
  const places = new Map(before.ids.map((id, position) => [id, position]));
  const place = Int32Array.from(now.ids, (id) => places.get(id) ?? -1);
  // By position before: the last event that was delivered there.
  const seen = new Int32Array(before.ids.length).fill(-1);
  const total = now.outcomes.length;
  const changes = new Uint8Array(total);
  const lostBy = new Uint32Array(before.ids.length);
  const gainedBy = new Uint32Array(now.ids.length);
  let [gained, lost] = [0, 0];
  for (let event = 0; event < total; event += 1) {
    const old = partOf(before, event);
    const fresh = partOf(now, event);
    for (const position of old) {
      seen[position] = event;
      lostBy[position] = (lostBy[position] ?? 0) + 1;
    }
    let kept = 0;
    for (const position of fresh) {
      const same = place[position] ?? -1;
      if (same >= 0 && seen[same] === event) {
        kept += 1;
        lostBy[same] = (lostBy[same] ?? 0) - 1;
      } else {
        gainedBy[position] = (gainedBy[position] ?? 0) + 1;
      }
    }
    const more = fresh.length - kept;
    const less = old.length - kept;
    gained += more;
    lost += less;
    const differs = before.outcomes[event] !== now.outcomes[event];
    changes[event] =
      (more > 0 ? GAINED : 0) |
      (less > 0 ? LOST : 0) |
      (differs && more + less === 0 ? OTHERWISE : 0);
    if (event % STEPS === 0) await turn.pause({ doing: "evaluating", done: event, total });
  }
  const current = now.ids.map((id, position) => {
    return { id, gained: gainedBy[position] ?? 0, lost: lostBy[place[position] ?? -1] ?? 0 };
  });
  const still = new Set(place);
  const gone = before.ids.flatMap((id, position) =>
    still.has(position) ? [] : [{ id, gained: 0, lost: lostBy[position] ?? 0 }],
  );
  const bySubscription = [...current, ...gone].filter((one) => one.gained + one.lost > 0);
  return { changes, gained, lost, bySubscription };
}

function partOf({ ends, positions }: Deliveries, event: number): Uint32Array {
  return positions.subarray(event === 0 ? 0 : ends[event - 1], ends[event]);
}
