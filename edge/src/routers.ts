// Compiled routers, kept in an isolate by the version of the configuration.

import { NearMisses, Router, type DialectName } from "hooksieve";
import type { Provider } from "hooksieve/edge";
import { LIMITS } from "./limits";

export interface Cached {
  version: number;
  router: Router;
  near: () => NearMisses;
}

interface Entry extends Cached {
  bytes: number;
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
  return entry;
}

/** Compiles a configuration, in the place of an older one. */
export function compile(
  tenant: string,
  provider: Provider,
  { version, dialect, config }: { version: number; dialect: string; config: string },
): Cached {
  const name = `${provider} ${tenant}`;
  drop(name);
  const options = { dialect: dialect as DialectName };
  const router = new Router(config, options);
  let near: NearMisses | undefined;
  const entry = {
    version,
    router,
    near: () => (near ??= new NearMisses(config, options)),
    bytes: config.length,
    free: () => {
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
  entry.free();
}
