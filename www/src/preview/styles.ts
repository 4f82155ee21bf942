// The styles of the preview, adopted by its shadow root: no policy has to allow them.

import compare from "../styles/compare.css?inline";
import detail from "../styles/detail.css?inline";
import events from "../styles/events.css?inline";
import form from "../styles/form.css?inline";
import preview from "../styles/preview.css?inline";
import base from "../styles/tokens.css?inline";

let sheet: CSSStyleSheet | undefined;

/** One sheet for all previews of a document. */
export function styles(): CSSStyleSheet {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync([base, preview, events, detail, form, compare].join("\n"));
  }
  return sheet;
}
