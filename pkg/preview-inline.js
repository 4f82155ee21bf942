// The custom element with its worker and the module within the script: for development
// servers that lose files beside a bundled dependency, and for scripts from another origin.

import { define } from "./preview/element.js";
import text from "./preview/worker-text.js";
import module from "./wasm/inline.js";

define(() => {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(address, { type: "module" });
  return { worker, module: Uint8Array.from(atob(module), (character) => character.charCodeAt(0)) };
});

export { HooksievePreview } from "./preview/element.js";
