// The custom element `<hooksieve-preview>`; its worker is a file beside it.

import { define } from "./preview/element.js";

// Bundlers look for these words as they stand.
define(() => ({
  worker: new Worker(new URL("./preview/worker.js", import.meta.url), { type: "module" }),
}));

export { HooksievePreview } from "./preview/element.js";
