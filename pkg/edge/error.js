/** What could not be done, with a stable code. */
export class EdgeError extends Error {
  /** @type {"EdgeError"} */
  name = "EdgeError";

  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * Calls the module and makes errors of what it throws, which is JSON text.
 * @template T
 * @param {() => T} act
 * @returns {T}
 */
export function guarded(act) {
  try {
    return act();
  } catch (thrown) {
    if (typeof thrown !== "string") throw thrown;
    const { code, message } = JSON.parse(thrown);
    throw new EdgeError(code, message);
  }
}
