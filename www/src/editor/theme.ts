// How the editors look: the page's own colours, which follow light and dark by themselves.

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const looks = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "transparent", fontSize: "12.5px" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "20px" },
  ".cm-content": { padding: "8px 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 12px 0 6px" },
  ".cm-gutters": {
    backgroundColor: "var(--raised)",
    color: "var(--faint)",
    border: "none",
    minWidth: "40px",
  },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 6px 0 12px" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--hover)" },
  "&.cm-focused .cm-activeLineGutter": { color: "var(--muted)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  "& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground":
    { backgroundColor: "var(--selection)" },
  "& .cm-matchingBracket": { backgroundColor: "transparent" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--selection)" },
  ".cm-place": { borderRadius: "3px", backgroundColor: "var(--place)" },
  ".cm-place-fail": {
    backgroundColor: "var(--fail-soft)",
    boxShadow: "inset 0 -1.5px 0 var(--fail)",
  },
  ".cm-place-pass": {
    backgroundColor: "var(--accent-soft)",
    boxShadow: "inset 0 -1.5px 0 var(--accent)",
  },
  ".cm-place.cm-place-whole": { boxShadow: "none" },
  // Where the system sets the colours, there are neither grounds nor shadows.
  "@media (forced-colors: active)": {
    ".cm-place-fail": { borderBottom: "2px solid Highlight" },
    ".cm-place-pass": { borderBottom: "1px solid CanvasText" },
  },
  ".cm-masked": { color: "var(--muted)", letterSpacing: "1px" },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--fail) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-lintRange-warning, .cm-lintRange-info": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--warn) 1px",
    textUnderlineOffset: "3px",
  },
  ".cm-tooltip": {
    border: "1px solid var(--line-strong)",
    borderRadius: "6px",
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    boxShadow: "0 6px 24px var(--shadow)",
    maxWidth: "440px",
    fontFamily: "var(--sans)",
    overflow: "hidden",
  },
  ".cm-diagnostic": { borderLeft: "none", padding: "8px 12px", fontFamily: "var(--sans)" },
  ".cm-diagnosticAction": {
    backgroundColor: "var(--accent)",
    color: "var(--on-accent)",
    borderRadius: "4px",
    padding: "3px 8px",
    margin: "6px 0 0",
    display: "block",
    cursor: "pointer",
  },
  ".cm-meaning": { padding: "8px 12px", fontSize: "12.5px" },
  ".cm-meaning p": { margin: "2px 0 0", color: "var(--muted)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "240px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--accent-soft)",
    color: "var(--text)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 10px", fontSize: "12px" },
  ".cm-panels": {
    backgroundColor: "var(--raised)",
    color: "var(--text)",
    borderColor: "var(--line)",
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-key)" },
  { tag: tags.string, color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-atom)" },
  {
    tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket],
    color: "var(--muted)",
  },
]);

export const look = [looks, syntaxHighlighting(colours)];
