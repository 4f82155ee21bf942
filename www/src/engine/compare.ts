// What an edit changes: the deliveries of two routers over the same events.

import type { Router } from "hooksieve";
import { GAINED, LOST, OTHERWISE } from "./protocol";

/** A batch's results, kept: the engine uses its own again for the next batch. */
export interface Deliveries {
  ids: string[];
  outcomes: Uint8Array;
  ends: Uint32Array;
  positions: Uint32Array;
}

/** Routes NDJSON in UTF-8. */
export function deliveries(router: Router, ndjson: Uint8Array): Deliveries {
  const batch = router.routeBatch(ndjson);
  return {
    ids: router.ids(),
    outcomes: batch.outcomes.slice(),
    ends: batch.matchedEnds.slice(),
    positions: batch.matchedPositions.slice(),
  };
}

export interface Comparison {
  /** By event: bits of `GAINED`, `LOST`, `OTHERWISE`. */
  changes: Uint8Array;
  gained: number;
  lost: number;
  /** The subscriptions with either, those of the edited configuration first. */
  bySubscription: { id: string; gained: number; lost: number }[];
}

/** One pass over both; linear in deliveries. Subscriptions are the same by their id. */
export function compare(before: Deliveries, now: Deliveries): Comparison {
  const places = new Map(before.ids.map((id, position) => [id, position]));
  const place = now.ids.map((id) => places.get(id) ?? -1);
  // By position before: the last event that was delivered there.
  const seen = new Int32Array(before.ids.length).fill(-1);
  const changes = new Uint8Array(now.outcomes.length);
  const lostBy = new Uint32Array(before.ids.length);
  const gainedBy = new Uint32Array(now.ids.length);
  let [gained, lost] = [0, 0];
  for (let event = 0; event < changes.length; event += 1) {
    const old = partOf(before, event);
    const fresh = partOf(now, event);
    for (const position of old) {
      seen[position] = event;
      lostBy[position] = (lostBy[position] ?? 0) + 1;
    }
    let kept = 0;
    for (const position of fresh) {
      const same = place[position] ?? -1;
      if (seen[same] === event) {
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
