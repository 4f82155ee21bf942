// JSON text laid out over lines without reading its values: numbers keep every digit.

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The text with two spaces a level; as it is where it is not JSON. */
export function layOut(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const tokens = text.match(TOKEN) ?? [];
  let out = "";
  let depth = 0;
  const line = () => "\n" + "  ".repeat(depth);
  tokens.forEach((token, at) => {
    const last = tokens[at - 1];
    if (token === "}" || token === "]") {
      depth -= 1;
      const isEmpty = last === "{" || last === "[";
      out += isEmpty ? token : line() + token;
      return;
    }
    if (last === "{" || last === "[" || last === ",") out += line();
    if (token === "{" || token === "[") depth += 1;
    out += token === ":" ? ": " : token;
  });
  return out;
}
