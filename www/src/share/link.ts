// A link that holds all that is seen: `#v1.` and the state, deflated, in base64url. The
// part of an address after `#` is never sent to a server.

import type { DialectName } from "hooksieve";

/** What a link opens. */
export interface Shared {
  config: string;
  /** The configuration to compare with. */
  pinned: string;
  /** The events as NDJSON. */
  events: string;
  /** The dialect; empty where it is found by the shape. */
  dialect: DialectName | "";
}

const PREFIX = "#v1.";

/** More than any link that is worth opening; a few bytes may inflate to gigabytes. */
const MOST = 32 << 20;

/** The fragment for a state that has no secrets any more. */
export async function fragmentOf({ config, pinned, events, dialect }: Shared): Promise<string> {
  // Short names, and only what differs from the rest: links are for chats and tickets.
  const state = {
    c: config,
    ...(pinned !== config && { p: pinned }),
    e: events,
    ...(dialect !== "" && { d: dialect }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const deflated = await collect(bytes, new CompressionStream("deflate-raw"));
  const binary = Array.from(deflated, (byte) => String.fromCharCode(byte)).join("");
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * The state of a fragment; nothing where it is not one of ours.
 *
 * @throws where it is one of ours and broken
 */
export async function stateOf(fragment: string): Promise<Shared | undefined> {
  if (!fragment.startsWith(PREFIX)) return undefined;
  const base64 = fragment.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/");
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const inflated = await collect(bytes, new DecompressionStream("deflate-raw"));
  const state: unknown = JSON.parse(new TextDecoder().decode(inflated));
  if (typeof state !== "object" || state === null) throw new Error("the link holds no state");
  const text = (name: string, otherwise?: string): string => {
    const value: unknown = Reflect.get(state, name) ?? otherwise;
    if (typeof value !== "string") throw new Error(`the link holds no ${name}`);
    return value;
  };
  const config = text("c");
  return { config, pinned: text("p", config), events: text("e"), dialect: text("d", "") as Shared["dialect"] };
}

async function collect(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    chunks.push(read.value);
    length += read.value.length;
    if (length > MOST) throw new Error("the link holds too much");
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
