// The provider's own call that stores what was edited, as a curl command to paste. Secrets
// are taken out; credentials are shell variables.

import { type Value, memberOf, stringOf, subscriptionsOf } from "../editor/tree";
import { withoutSecrets } from "./secrets";

interface Call {
  method: "PUT" | "PATCH";
  /** The address; `{}` is the id. */
  url: string;
  headers: string[];
  id: string;
  /** The members that the call takes. */
  members: string[];
}

/** Paths and members as in the providers' references of their update calls. */
const CALLS: Record<string, Call> = {
  dfns: {
    method: "PUT",
    url: "https://api.dfns.io/webhooks/{}",
    headers: ["Authorization: Bearer $DFNS_TOKEN", "X-DFNS-USERACTION: $DFNS_USER_ACTION"],
    id: "id",
    members: ["url", "events", "status", "description"],
  },
  dakota: {
    method: "PATCH",
    url: "https://api.platform.dakota.xyz/webhooks/targets/{}",
    headers: ["x-api-key: $DAKOTA_API_KEY", "x-idempotency-key: $(uuidgen)"],
    id: "id",
    members: ["global", "event_types"],
  },
  cdp: {
    method: "PUT",
    url: "https://api.cdp.coinbase.com/platform/v2/data/webhooks/subscriptions/{}",
    headers: ["Authorization: Bearer $CDP_TOKEN"],
    id: "subscriptionId",
    // The call replaces all of it: also the older pair of a single label is sent again.
    members: ["eventTypes", "isEnabled", "target", "description", "labels", "labelKey", "labelValue", "metadata"],
  },
  ark: {
    method: "PUT",
    // A node of one's own; by default it takes calls from its own machine only.
    url: "http://127.0.0.1:4004/api/webhooks/{}",
    headers: [],
    id: "id",
    members: ["event", "target", "enabled", "conditions"],
  },
};

export interface CallText {
  text: string;
  /** Subscriptions that the commands are for. */
  many: number;
  hasSecrets: boolean;
}

/**
 * The calls for the subscriptions that differ from those before, for all where none does;
 * nothing where the dialect has no provider.
 */
export function callsOf(config: string, pinned: string, provider: string): CallText | undefined {
  const call = CALLS[provider];
  if (call === undefined) return undefined;
  const now = subscriptionsOf(config);
  const before = new Set(
    subscriptionsOf(pinned).map((object) => pinned.slice(object.from, object.to)),
  );
  const edited = now.filter(({ from, to }) => !before.has(config.slice(from, to)));
  const called = edited.length > 0 ? edited : now;
  const bodies = called.map((object) => bodyOf(config, object, call));
  const clean = bodies.map(withoutSecrets);
  return {
    text: called.map((object, at) => command(config, object, call, clean[at] ?? "")).join("\n\n"),
    many: called.length,
    hasSecrets: bodies.some((body, at) => body !== clean[at]),
  };
}

function command(config: string, object: Value, call: Call, body: string): string {
  const value = memberOf(object, call.id);
  const source = value === undefined ? undefined : config.slice(value.from, value.to);
  const id = stringOf(config, value) ?? source ?? "$ID";
  const url = call.url.replace("{}", id === "$ID" ? id : encodeURIComponent(id));
  const lines = [
    `curl --request ${call.method} "${url}"`,
    ...[...call.headers, "Content-Type: application/json"].map((header) => `--header "${header}"`),
    `--data '${body.replaceAll("'", "'\\''")}'`,
  ];
  return lines.join(" \\\n  ");
}

/** The members that the call takes, each as it is written. */
function bodyOf(config: string, object: Value, { members }: Call): string {
  const taken = members.flatMap((name) => {
    const value = memberOf(object, name);
    return value === undefined
      ? []
      : [`  ${JSON.stringify(name)}: ${config.slice(value.from, value.to)}`];
  });
  return `{\n${taken.join(",\n")}\n}`;
}
