// All that is open as a link or a file, without its secrets. It is made in the worker: there
// may be much of it.

import type { Long } from "../engine/protocol";
import type { EventStore } from "../engine/store";
import type { Turn } from "../engine/turn";
import { fileOf } from "./file";
import { fragmentOf } from "./link";
import { withoutSecrets } from "./secrets";

/** Events between two looks at the clock. */
const STEPS = 16;

export async function pack(
  { as, config, pinned, dialect }: Extract<Long, { name: "pack" }>,
  store: EventStore,
  turn: Turn,
): Promise<string | Blob> {
  const lines: string[] = [];
  for (let event = 0; event < store.size; event += 1) {
    lines.push(withoutSecrets(store.text(event) ?? ""));
    if (event % STEPS === 0) {
      await turn.pause({ doing: "packing", done: event, total: store.size });
    }
  }
  const state = {
    config: withoutSecrets(config),
    pinned: withoutSecrets(pinned),
    events: lines.join("\n"),
    dialect,
  };
  return as === "link" ? fragmentOf(state) : fileOf(state);
}
