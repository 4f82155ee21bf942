// Compiled routers, kept in an isolate by the version of the configuration.

import { NearMisses, Router, type DialectName } from "hooksieve";
import type { Provider } from "hooksieve/edge";
import { LIMITS } from "./limits";

/** What a letter of a configuration takes in memory, as measured at 10,000 and 100,000
 * subscriptions: in a router with the text itself, and for near misses. */
const ROUTER_BYTES = 5;
const NEAR_BYTES = 22;

/** A router that is in use until it is given back. */
export interface Cached {
  version: number;
  router: Router;
  /** Near misses; nothing where the configuration is too large for them. */
  near: () => NearMisses | undefined;
  giveBack: () => void;
}

interface Entry extends Cached {
  dialect: string;
  bytes: number;
  users: number;
  isKept: boolean;
  free: () => void;
}

const kept = new Map<string, Entry>();
let bytes = 0;

/** The router of a tenant's configuration, if this isolate has one. */
export function cached(tenant: string, provider: Provider): Cached | undefined {
  const name = `${provider} ${tenant}`;
  const entry = kept.get(name);
  if (entry === undefined) return undefined;
  // The last one used stands last.
  kept.delete(name);
  kept.set(name, entry);
  entry.users++;
  return entry;
}

/** Compiles a configuration, in the place of an older one. */
export function compile(
  tenant: string,
  provider: Provider,
  { version, dialect, config }: { version: number; dialect: string; config: string },
): Cached {
  const name = `${provider} ${tenant}`;
  // Another request may have compiled it meanwhile.
  const known = cached(tenant, provider) as Entry | undefined;
  if (known?.version === version && known.dialect === dialect) return known;
  known?.giveBack();
  drop(name);
  const options = { dialect: dialect as DialectName };
  const router = new Router(config, options);
  let near: NearMisses | undefined;
  const entry: Entry = {
    version,
    dialect,
    router,
    users: 1,
    isKept: true,
    near: () => {
      if (near !== undefined || config.length > LIMITS.nearUpTo) return near;
      near = new NearMisses(config, options);
      entry.bytes += NEAR_BYTES * config.length;
      if (entry.isKept) {
        bytes += NEAR_BYTES * config.length;
        makeRoom(name);
      }
      return near;
    },
    bytes: ROUTER_BYTES * config.length,
    giveBack: () => {
      entry.users--;
      entry.free();
    },
    free: () => {
      if (entry.isKept || entry.users > 0) return;
      router.free();
      near?.free();
    },
  };
  kept.set(name, entry);
  bytes += entry.bytes;
  makeRoom(name);
  return entry;
}

/** Lets go of the routers that were not used for longest, but never of this one. */
function makeRoom(name: string): void {
  for (const oldest of kept.keys()) {
    const fits = kept.size <= LIMITS.routers && bytes <= LIMITS.routerBytes;
    if (fits) break;
    if (oldest !== name) drop(oldest);
  }
}

function drop(name: string): void {
  const entry = kept.get(name);
  if (entry === undefined) return;
  kept.delete(name);
  bytes -= entry.bytes;
  entry.isKept = false;
  entry.free();
}
