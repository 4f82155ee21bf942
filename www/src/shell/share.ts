// Links: all that is seen, secrets apart, in the address.

import type { HooksievePreview } from "../preview/custom-element";
import { fragmentOf } from "../share/link";

/** Characters from which some programs cut a link. */
const LONG = 8000;

/** Lets a button copy a link to what is open. */
export function bindShare(button: HTMLButtonElement, preview: HooksievePreview) {
  button.addEventListener("click", async () => {
    const fragment = await fragmentOf(preview.state);
    const address = new URL(fragment, location.href).href;
    history.replaceState(null, "", fragment);
    const length = `${address.length.toLocaleString("en")} characters`;
    const isLong = address.length > LONG ? " Some programs cut links this long." : "";
    try {
      await navigator.clipboard.writeText(address);
      preview.notify(`Link copied, ${length}; secrets were taken out.${isLong}`);
    } catch {
      preview.notify(`The link is in the address bar, ${length}; secrets were taken out.${isLong}`);
    }
  });
}
