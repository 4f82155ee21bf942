// Making attempts: a few at once, each as soon as there is room.

import type { OutgoingRequest } from "hooksieve/edge";
import { log } from "./env";
import { LIMITS } from "./limits";
import { type Result, send } from "./send";

/** A delivery that may be due. */
export interface Waiting {
  tenant: string;
  delivery: number;
  isSlow: boolean;
}

/** Where attempts are begun and told of: a tenant's object. */
export interface Door {
  begin(
    delivery: number,
    isSlow: boolean,
  ): Promise<{ attempt: number; run: number; request: OutgoingRequest } | undefined>;
  finish(delivery: number, at: { attempt: number; run: number }, result: Result): Promise<number[]>;
}

/** Delivers what waits, and what may go on because of it. */
export async function deliver(waiting: Waiting[], doorOf: (tenant: string) => Door): Promise<void> {
  const end = Date.now() + LIMITS.consumerFor;
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { tenant, isSlow, delivery } = next;
      try {
        const released = await attempt(doorOf(tenant), delivery, isSlow);
        if (Date.now() > end) continue;
        waiting.push(...released.map((each) => ({ tenant, isSlow, delivery: each })));
      } catch (fault) {
        // The alarm knows of it; the other deliveries go on.
        log("delivery-interrupted", { tenant, delivery, fault: (fault as Error).name });
      }
    }
  };
  await Promise.all(Array.from({ length: LIMITS.lanes }, lane));
}

async function attempt(door: Door, delivery: number, isSlow: boolean): Promise<number[]> {
  const job = await door.begin(delivery, isSlow);
  if (job === undefined) return [];
  const result = await send(job.request);
  return door.finish(delivery, { attempt: job.attempt, run: job.run }, result);
}
