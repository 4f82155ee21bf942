// Fields whose value is or holds a secret: as long as secrets are hidden, they are not shown
// here either.

/** Shows a field's value as it may be seen, for reading only where that is another. */
export function hide(input: HTMLInputElement, seen: string) {
  if (seen === input.value) return;
  input.value = seen;
  input.readOnly = true;
  input.title = "Holds a secret: show secrets to edit it";
}
