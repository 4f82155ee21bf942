/** What went wrong, with a stable code and, where it is about a text, its findings. */
export class HooksieveError extends Error {
  /** @type {"HooksieveError"} */
  name = "HooksieveError";

  /**
   * @param {import("../index.js").ErrorCode} code
   * @param {string} message
   * @param {{ diagnostics?: import("../index.js").Diagnostic[], cause?: unknown }} [details]
   */
  constructor(code, message, details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.diagnostics = details.diagnostics ?? [];
    this.pointer = this.diagnostics[0]?.pointer;
  }
}

/**
 * Calls the module and makes errors of what it throws.
 * @template T
 * @param {() => T} act
 * @returns {T}
 */
export function guarded(act) {
  try {
    return act();
  } catch (thrown) {
    throw translated(thrown);
  }
}

/**
 * The module throws JSON text. A trap is a fault of ours.
 * @param {unknown} thrown
 */
export function translated(thrown) {
  if (typeof thrown === "string") {
    const { code, message, diagnostics } = JSON.parse(thrown);
    return new HooksieveError(code, message, { diagnostics });
  }
  if (thrown instanceof WebAssembly.RuntimeError) {
    const message = `the engine stopped: ${thrown.message}; please report this`;
    return new HooksieveError("internal", message, { cause: thrown });
  }
  return thrown;
}
