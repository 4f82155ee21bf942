// One request to a target.

import type { OutgoingRequest, Trouble } from "hooksieve/edge";

/** What came of a request. */
export type Result = { status: number; retryAfter?: string } | { trouble: Trouble };

/** Sends exactly this, follows nothing, and waits no longer than it says. */
export async function send(request: OutgoingRequest): Promise<Result> {
  const { url, method, headers, body, timeout } = request;
  try {
    const response = await fetch(url, {
      method,
      headers,
      body,
      // Where a redirect leads was not checked.
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    // Nobody reads the answer's body; what became of it changes nothing.
    response.body?.cancel().catch(() => undefined);
    const retryAfter = response.headers.get("Retry-After");
    return { status: response.status, ...(retryAfter === null ? {} : { retryAfter }) };
  } catch (fault) {
    const { name, message } = fault as Error;
    if (name === "TimeoutError" || name === "AbortError") return { trouble: "timeout" };
    return { trouble: /certificate|TLS|SSL/i.test(message) ? "certificate" : "connection" };
  }
}
