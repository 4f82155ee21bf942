// A file of all that is seen, for what is too long for a link: its first line is an object
// with the configuration, the rest are the events as NDJSON, which every tool reads.

import type { Shared } from "./link";

/** The member that tells such a file, and its version. */
const MEMBER = "hooksievePreview";
const VERSION = 1;

/** A first line is not longer than this; more is no file of ours. */
const MOST = 4 << 20;

/** What a file holds; the events stay in the file until they are read. */
export type Filed = Omit<Shared, "events"> & { events: Blob };

/** The file for a state that has no secrets any more. */
export function fileOf({ config, pinned, dialect, events }: Shared): Blob {
  const head = JSON.stringify({ [MEMBER]: VERSION, config, pinned, dialect });
  return new Blob([head, "\n", events, "\n"], { type: "application/x-ndjson" });
}

/** The state of a file; nothing where it is not one of ours. */
export async function stateOfFile(file: Blob): Promise<Filed | undefined> {
  const begin = `{"${MEMBER}":`;
  if ((await file.slice(0, begin.length).text()) !== begin) return undefined;
  const start = new Uint8Array(await file.slice(0, MOST).arrayBuffer());
  const length = start.indexOf(0x0a);
  if (length < 0) return undefined;
  const head: unknown = JSON.parse(new TextDecoder().decode(start.subarray(0, length)));
  if (typeof head !== "object" || head === null) return undefined;
  const text = (name: string): string => {
    const value: unknown = Reflect.get(head, name);
    return typeof value === "string" ? value : "";
  };
  const [config, pinned] = [text("config"), text("pinned")];
  const dialect = text("dialect") as Shared["dialect"];
  return { config, pinned, dialect, events: file.slice(length + 1) };
}
