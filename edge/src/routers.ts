// Compiled routers, kept in an isolate by the version of the configuration.

import { NearMisses, Router, type DialectName } from "hooksieve";
import type { Provider } from "hooksieve/edge";
import { LIMITS } from "./limits";

/** A router that is in use until it is given back. */
export interface Cached {
  version: number;
  router: Router;
  near: () => NearMisses;
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
    near: () => (near ??= new NearMisses(config, options)),
    bytes: config.length,
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
  for (const oldest of kept.keys()) {
    const fits = kept.size <= LIMITS.routers && bytes <= LIMITS.routerBytes;
    if (fits || oldest === name) break;
    drop(oldest);
  }
  return entry;
}

function drop(name: string): void {
  const entry = kept.get(name);
  if (entry === undefined) return;
  kept.delete(name);
  bytes -= entry.bytes;
  entry.isKept = false;
  entry.free();
}
