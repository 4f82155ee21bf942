// What is drawn over the text: places that an explanation speaks of, and masked secrets.

import { type Extension, RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import { HIDDEN, secretPlaces, withoutSecrets } from "../share/secrets";

/** A place and how the check on it ended. */
export interface Mark {
  from: number;
  to: number;
  kind: "pass" | "fail";
  /** What is said of it, for whoever points at it. */
  words: string;
}

/** A part of a mark on one line. */
interface Part extends Mark {
  /** Whether the mark is of several lines: it is then only tinted. */
  isWhole: boolean;
}

export const setMarks = StateEffect.define<Mark[]>();
export const setRevealed = StateEffect.define<boolean>();

const drawn = ({ kind, words, isWhole }: Part): Decoration =>
  Decoration.mark({
    class: `cm-place cm-place-${kind}${isWhole ? " cm-place-whole" : ""}`,
    attributes: { title: words },
  });

const places = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, transaction) {
    let marks = set.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (!effect.is(setMarks)) continue;
      const lines = effect.value.flatMap((mark) => lineByLine(mark, transaction.newDoc));
      marks = Decoration.set(
        lines.map((part) => drawn(part).range(part.from, part.to)),
        true,
      );
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** A place over several lines, without their indentation. */
function lineByLine({ from, to, kind, words }: Mark, doc: Text): Part[] {
  if (to > doc.length) return [];
  const parts: Part[] = [];
  for (let at = from; at < to;) {
    const line = doc.lineAt(at);
    const end = Math.min(line.to, to);
    const isWhole = from < line.from || to > line.to;
    const indent = /^\s*/.exec(doc.sliceString(at, end))?.[0].length ?? 0;
    if (at + indent < end) parts.push({ from: at + indent, to: end, kind, words, isWhole });
    at = line.to + 1;
  }
  return parts;
}

class Mask extends WidgetType {
  override eq() {
    return true;
  }

  toDOM() {
    const dots = document.createElement("span");
    dots.className = "cm-masked";
    dots.textContent = HIDDEN;
    dots.title = "A secret, hidden";
    return dots;
  }
}

interface Secrets {
  isRevealed: boolean;
  marks: DecorationSet;
}

function masks(text: string): DecorationSet {
  const mask = Decoration.replace({ widget: new Mask() });
  return Decoration.set(secretPlaces(text).map(([from, to]) => mask.range(from, to)));
}

const secrets = StateField.define<Secrets>({
  create: (state) => ({ isRevealed: false, marks: masks(state.doc.toString()) }),
  update(last, transaction) {
    let { isRevealed } = last;
    for (const effect of transaction.effects) {
      if (effect.is(setRevealed)) isRevealed = effect.value;
    }
    if (!transaction.docChanged && isRevealed === last.isRevealed) return last;
    const marks = isRevealed ? Decoration.none : masks(transaction.newDoc.toString());
    return { isRevealed, marks };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ marks }) => marks),
    EditorView.atomicRanges.of((view) => view.state.field(field, false)?.marks ?? RangeSet.empty),
  ],
});

/** Places and masks. What is copied has no secrets while they are hidden. */
export const marks: Extension = [
  places,
  secrets,
  EditorView.clipboardOutputFilter.of((text, state) =>
    state.field(secrets).isRevealed ? text : withoutSecrets(text),
  ),
];
