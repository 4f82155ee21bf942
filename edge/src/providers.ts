// The providers, their endpoints and policies, made once an isolate.

import {
  Api,
  load as loadEdge,
  policy,
  type Policy,
  type Provider,
  type TargetRules,
} from "hooksieve/edge";
import { load } from "hooksieve";
import type { Env } from "./env";

await Promise.all([load(), loadEdge()]);

export const PROVIDERS: readonly Provider[] = ["dfns", "dakota", "cdp", "ark", "hooksieve"];

export function isProvider(name: string | undefined): name is Provider {
  return PROVIDERS.includes(name as Provider);
}

const apis = new Map<string, Api>();

/** The endpoints of a dialect: a provider, or one of its editions. */
export function apiOf(dialect: string): Api {
  let api = apis.get(dialect);
  if (api === undefined) apis.set(dialect, (api = new Api(dialect)));
  return api;
}

const policies = new Map<Provider, Policy>();

export function policyOf(provider: Provider): Policy {
  let found = policies.get(provider);
  if (found === undefined) policies.set(provider, (found = policy(provider)));
  return found;
}

/** Which targets may be stored and called. */
export function rulesOf(env: Env): TargetRules {
  const allowed = (env.ALLOWED_TARGETS ?? "").split(/[\s,]+/);
  return { http: allowed.includes("http"), private: allowed.includes("private") };
}
