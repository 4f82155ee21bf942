// Events from outside: pasted, dropped, opened.

import { byId } from "../element";

/** Takes texts in from the dialog, from files dropped on the page, and from the clipboard. */
export function bindIntake(open: HTMLElement, take: (text: string) => void) {
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
  document.addEventListener("drop", async (dropped) => {
    const files = [...(dropped.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    dropped.preventDefault();
    const texts = await Promise.all(files.map((one) => one.text()));
    take(texts.join("\n"));
  });
  document.addEventListener("paste", (pasted) => {
    const [target] = pasted.composedPath();
    const isTyping = target instanceof HTMLElement && (target.isContentEditable || "value" in target);
    const words = pasted.clipboardData?.getData("text/plain") ?? "";
    if (isTyping || words.trim() === "") return;
    pasted.preventDefault();
    take(words);
  });
}
