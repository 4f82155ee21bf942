// Every bound of the Worker in one place.

export const LIMITS = {
  /** Bytes of a call of a configuration endpoint. */
  callBytes: 256 * 1024,
  /** Bytes of one event. */
  eventBytes: 256 * 1024,
  /** Bytes of a batch. */
  batchBytes: 4 * 1024 * 1024,
  /** Events of a batch. */
  batchEvents: 500,
  /** Letters of an event's id. */
  idLength: 200,
  /** Subscriptions up to which every answer says why the others do not fire. */
  reasonsUpTo: 1_000,
  /** Near misses told by `?explain=1`. */
  nearest: 10,
  /** Subscriptions up to which `?explain=1` tells every check of each. */
  explained: 100,
  /** Deliveries that a list of events goes back, and the letters of their events together: an
   * object has 128 MB. */
  history: 1_000,
  historyLetters: 8 * 1024 * 1024,
  /** Deliveries that one batch may fire; one event may fire any number. */
  batchDeliveries: 20_000,
  /** Attempts that one subscription may have under way. */
  underWay: 16,
  /** Milliseconds after which a target is slow, and for how long it is taken for it. */
  slowAfter: 500,
  slowFor: 60_000,
  /** Milliseconds after which an invocation begins nothing new. */
  consumerFor: 60_000,
  /** Requests that one invocation waits for at once (Workers, Limits: six). */
  lanes: 6,
  /** Milliseconds after which a hint counts as lost; doubled each time. */
  hintLost: 5_000,
  hintLostMost: 300_000,
  /** Hints of one alarm. */
  alarmDeliveries: 600,
  /** For how many days events and dead letters are kept (Dfns, Webhook Events: 31), unless the
   * tenant's settings say less, and how long answers to idempotency keys. */
  daysKept: 31,
  keysKept: 86_400_000,
  /** How many events one alarm clears away. */
  purged: 5_000,
  /** Letters of all objects of one provider. They go to an isolate in one call, which may have
   * 32 MiB (Durable Objects, RPC), and a letter may take two bytes there. */
  configuration: 12 * 1024 * 1024,
  /** Letters of a configuration up to which near misses are told: they take 22 bytes a letter. */
  nearUpTo: 2.5 * 1024 * 1024,
  /** Routers that an isolate keeps, and the bytes that they may take, about; it has 128 MB. */
  routers: 200,
  routerBytes: 64 * 1024 * 1024,
} as const;
