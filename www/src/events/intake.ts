// Events from outside: pasted, dropped, opened.

import { byId } from "../element";
import { type Filed, stateOfFile } from "../share/file";

/** Where texts and files go. */
export interface Takers {
  events: (input: string | Blob) => void;
  config: (text: string) => void;
  /** A file that a preview saved. */
  filed: (state: Filed) => void;
  /** The dialog was told to take what it has, and had nothing. */
  nothing: () => void;
}

/** Where pastes and drops are heard. */
export type Scope = Document | HTMLElement;

/** Takes texts in from the dialog, from files that are dropped, and from the clipboard. */
export function bindIntake(
  root: ParentNode,
  scope: Scope,
  signal: AbortSignal,
  { events: take, config, filed, nothing }: Takers,
) {
  const dialog = byId(root, "intake", HTMLDialogElement);
  const text = byId(root, "intake-text", HTMLTextAreaElement);
  const file = byId(root, "intake-file", HTMLInputElement);
  const configPane = byId(root, "config-pane", HTMLElement);
  byId(root, "add", HTMLButtonElement).addEventListener("click", () => {
    dialog.returnValue = "";
    dialog.showModal();
    text.focus();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "use") {
      if (text.value.trim() === "") nothing();
      else take(text.value);
    }
    text.value = "";
    file.value = "";
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen === undefined) return;
    dialog.close("cancel");
    await open([chosen]);
  });
  // A file is handed to the worker as it is: reading it here would hold the page up.
  const open = async (files: File[]) => {
    const [first] = files;
    const state = first && (await stateOfFile(first));
    if (state !== undefined) filed(state);
    else take(files.length === 1 && first ? first : new Blob(files.flatMap((one) => [one, "\n"])));
  };
  const dragOver = (dragged: DragEvent) => {
    if (dragged.dataTransfer?.types.includes("Files")) dragged.preventDefault();
  };
  const drop = async (dropped: DragEvent) => {
    const files = [...(dropped.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    dropped.preventDefault();
    dropped.stopPropagation();
    if (!dropped.composedPath().includes(configPane)) return await open(files);
    const texts = await Promise.all(files.map((one) => one.text()));
    config(texts.join("\n"));
  };
  const paste = (pasted: ClipboardEvent) => {
    const words = pasted.clipboardData?.getData("text/plain") ?? "";
    if (isTyping(pasted) || pasted.defaultPrevented || words.trim() === "") return;
    pasted.preventDefault();
    take(words);
  };
  // The two kinds of scope have no listener type in common.
  const listen = scope.addEventListener.bind(scope) as HTMLElement["addEventListener"];
  listen("dragover", dragOver, { signal });
  // Before the editor, which would put the file's text where the cursor is.
  listen("drop", drop, { capture: true, signal });
  listen("paste", paste, { signal });
}

/** Whether what was pressed or pasted goes into a text already. */
export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || "value" in target);
}
