// Links and files: all that is seen, secrets apart.

import type { HooksievePreview } from "../preview/custom-element";

/** Characters from which some programs cut a link. */
const LONG = 8000;

/** Characters that a browser still takes as an address. */
const MOST = 1_000_000;

/** Lets buttons copy a link to what is open, and save it as a file. */
export function bindShare(
  copy: HTMLButtonElement,
  save: HTMLButtonElement,
  preview: HooksievePreview,
) {
  copy.addEventListener("click", async () => {
    const fragment = await packed(preview, "link");
    if (typeof fragment !== "string") return;
    const address = new URL(fragment, location.href).href;
    const length = `${address.length.toLocaleString("en")} characters`;
    if (address.length > MOST) {
      preview.notify(`A link would have ${length}, more than browsers take: save a file instead.`);
      return;
    }
    history.replaceState(null, "", fragment);
    const isLong =
      address.length > LONG ? " Some programs cut links this long; a file is safer." : "";
    try {
      await navigator.clipboard.writeText(address);
      preview.notify(`Link copied, ${length}; secrets were taken out.${isLong}`);
    } catch {
      preview.notify(`The link is in the address bar, ${length}; secrets were taken out.${isLong}`);
    }
  });
  save.addEventListener("click", async () => {
    const file = await packed(preview, "file");
    if (!(file instanceof Blob)) return;
    const address = URL.createObjectURL(file);
    const link = document.createElement("a");
    link.href = address;
    link.download = "hooksieve-preview.ndjson";
    link.click();
    URL.revokeObjectURL(address);
    preview.notify("Saved, secrets taken out. Drop the file on this page to open it again.");
  });
}

async function packed(preview: HooksievePreview, as: "link" | "file") {
  try {
    return await preview.pack(as);
  } catch {
    // Given up by whoever asked.
    return undefined;
  }
}
