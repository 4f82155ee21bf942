// Events from outside: pasted, dropped, opened.

import { byId } from "../element";

/** Where texts go. */
export interface Takers {
  events: (text: string) => void;
  config: (text: string) => void;
}

/** Takes texts in from the dialog, from files dropped on the page, and from the clipboard. */
export function bindIntake(open: HTMLElement, { events: take, config }: Takers) {
  const dialog = byId("intake", HTMLDialogElement);
  const text = byId("intake-text", HTMLTextAreaElement);
  const file = byId("intake-file", HTMLInputElement);
  open.addEventListener("click", () => {
    dialog.returnValue = "";
    dialog.showModal();
    text.focus();
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "use" && text.value.trim() !== "") take(text.value);
    text.value = "";
    file.value = "";
  });
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    if (chosen === undefined) return;
    take(await chosen.text());
    dialog.close("cancel");
  });
  document.addEventListener("dragover", (dragged) => {
    if (dragged.dataTransfer?.types.includes("Files")) dragged.preventDefault();
  });
  // Before the editor, which would put the file's text where the cursor is.
  document.addEventListener(
    "drop",
    async (dropped) => {
      const files = [...(dropped.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      dropped.preventDefault();
      dropped.stopPropagation();
      const isConfig = dropped.composedPath().includes(byId("config-pane", HTMLElement));
      const texts = await Promise.all(files.map((one) => one.text()));
      (isConfig ? config : take)(texts.join("\n"));
    },
    { capture: true },
  );
  document.addEventListener("paste", (pasted) => {
    const [target] = pasted.composedPath();
    const isTyping =
      target instanceof HTMLElement && (target.isContentEditable || "value" in target);
    const words = pasted.clipboardData?.getData("text/plain") ?? "";
    if (isTyping || words.trim() === "") return;
    pasted.preventDefault();
    take(words);
  });
}
