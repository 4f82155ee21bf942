// Hints: deliveries that may be due, sent from here so that no tenant's object waits.

import type { OutgoingRequest } from "hooksieve/edge";
import { type Env, type Hint, log } from "./env";
import { LIMITS } from "./limits";
import { send } from "./send";

/** Delivers what the hints of a batch name, a few at once, each as soon as there is a lane. */
export async function consume(batch: MessageBatch<Hint>, env: Env): Promise<void> {
  const waiting = batch.messages.flatMap(({ body: { deliveries, ...way } }) =>
    deliveries.map((delivery) => ({ ...way, delivery })),
  );
  const end = Date.now() + LIMITS.consumerFor;
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { tenant, isSlow } = next;
      try {
        const released = await deliver(env, tenant, next.delivery, isSlow);
        if (Date.now() > end) continue;
        waiting.push(...released.map((delivery) => ({ tenant, isSlow, delivery })));
      } catch (fault) {
        // The alarm knows of it; the other deliveries go on.
        log("delivery-interrupted", { tenant, delivery: next.delivery, fault: (fault as Error).name });
      }
    }
  };
  await Promise.all(Array.from({ length: LIMITS.lanes }, lane));
}

async function deliver(env: Env, tenant: string, delivery: number, isSlow: boolean): Promise<number[]> {
  const stub = env.TENANTS.getByName(tenant);
  const job = await stub.begin(delivery, isSlow);
  if (job === undefined) return [];
  const { attempt, run, request } = job;
  const result = await send(request as OutgoingRequest);
  return stub.finish(delivery, { attempt, run }, result);
}
