// What must not be shown, copied or shared: values under the names that secrets have,
// headers that are not known to be harmless, credentials within addresses.

/** A place in a text, in code units. */
export type Place = [start: number, end: number];

const NAMES =
  /^(.*[-_.])?(secret|token|authorization|password|passphrase|cookie|api[-_]?key|private[-_]?key)$/i;
const CAMEL = /(Secret|ApiKey|PrivateKey|Password|AccessToken|AuthToken)$/;
const HARMLESS =
  /^(content-type|content-length|accept|user-agent|host|date|(x-)?([a-z0-9]+-)?event-(type|id|name)|webhook-(id|timestamp))$/i;

/** Also single quotes, as pasted code has them; not around a whole body, as in a shell. */
const TOKEN = /"(?:[^"\\\n]|\\.)*"?|'(?!\s*[{[])(?:[^'\\\n]|\\.)*'|[{}[\],:]|[^\s{}[\],:"]+/g;

/** Headers and credentials of a pasted curl command. */
const OPTION = /(?:-H|--header)[\s=]*\$?(['"])([^:'"\n]+):[ \t]*(.*?)\1|(?:-u|--user)[\s=]+(['"]?)([^\s'"]+)\4/g;

interface Level {
  isObject: boolean;
  key: string;
  isSecret: boolean;
  isHeaders: boolean;
}

/** The secrets of a JSON text, broken or not; without the quotes. */
export function secretPlaces(text: string): Place[] {
  const found: Place[] = [];
  const levels: Level[] = [{ isObject: false, key: "", isSecret: false, isHeaders: false }];
  const tokens = [...text.matchAll(TOKEN)];
  tokens.forEach((match, at) => {
    const token = match[0];
    const level = levels.at(-1);
    if (level === undefined || token === ":" || token === ",") return;
    if (token === "{" || token === "[") {
      const isSecret = hides(level);
      const isHeaders = level.isObject && /^headers$/i.test(level.key);
      levels.push({ isObject: token === "{", key: "", isSecret, isHeaders });
    } else if (token === "}" || token === "]") {
      if (levels.length > 1) levels.pop();
    } else if (level.isObject && tokens[at + 1]?.[0] === ":") {
      level.key = keyOf(token);
    } else {
      const start = match.index;
      if (hides(level)) found.push(inner(token, start));
      else if (/^["']/.test(token)) found.push(...inAddress(token, start));
    }
  });
  if (/^\s*\$?\s*curl\s/.test(text)) found.push(...inOptions(text));
  return merged(found.filter(([start, end]) => end > start));
}

/** The values of a command's headers, those of harmless ones apart, and its credentials. */
function inOptions(text: string): Place[] {
  return [...text.matchAll(OPTION)].flatMap((match): Place[] => {
    const [all, quote, name, value, , user] = match;
    if (user !== undefined) {
      const from = match.index + all.lastIndexOf(user);
      return [[from, from + user.length]];
    }
    if (quote === undefined || value === undefined || HARMLESS.test(name?.trim() ?? "")) return [];
    const end = match.index + all.length - quote.length;
    return [[end - value.length, end]];
  });
}

/** In their order, those that overlap as one. */
function merged(places: Place[]): Place[] {
  const ordered = places.sort((a, b) => a[0] - b[0]);
  const apart: Place[] = [];
  for (const [start, end] of ordered) {
    const last = apart.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else apart.push([start, end]);
  }
  return apart;
}

function hides({ isObject, key, isSecret, isHeaders }: Level): boolean {
  if (isSecret) return true;
  if (!isObject) return false;
  return NAMES.test(key) || CAMEL.test(key) || (isHeaders && !HARMLESS.test(key));
}

function keyOf(token: string): string {
  if (token.startsWith("'")) return token.slice(1, -1);
  if (!token.startsWith('"')) return token;
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}

function inner(token: string, start: number): Place {
  const quote = token[0] ?? "";
  if (quote !== '"' && quote !== "'") return [start, start + token.length];
  const isClosed = token.length > 1 && token.endsWith(quote);
  return [start + 1, start + token.length - (isClosed ? 1 : 0)];
}

/** `user:password@` and `?token=` of an address. */
function inAddress(token: string, start: number): Place[] {
  const found: Place[] = [];
  const user = /^["'][a-z]+:\/\/([^/@"'?#]+)@/i.exec(token);
  if (user?.[1] !== undefined) {
    const from = start + token.indexOf(user[1]);
    found.push([from, from + user[1].length]);
  }
  if (!/^["'][a-z]+:\/\//i.test(token)) return found;
  for (const match of token.matchAll(
    /[?&](?:token|secret|key|api[-_]?key|sig|signature|password)=([^&#"']+)/gi,
  )) {
    const value = match[1] ?? "";
    const from = start + match.index + match[0].length - value.length;
    found.push([from, from + value.length]);
  }
  return found;
}

/** Whether a value, as JSON text, is or holds a secret under the names that lead to it. */
export function isSecretAt(names: readonly string[], json: string): boolean {
  const before = names.map((name) => `{${JSON.stringify(name)}:`).join("");
  return secretPlaces(before + json).length > 0;
}

/** What stands in the place of a secret that is hidden. */
export const HIDDEN = "••••••";

/** A text with its secrets hidden. */
export function withDots(text: string): string {
  const last = [...secretPlaces(text)].reverse();
  return last.reduce((now, [start, end]) => now.slice(0, start) + HIDDEN + now.slice(end), text);
}

/** What stands in the place of a secret that was taken out. */
export const REMOVED = "removed";

/** The text without its secrets: still JSON where it was. */
export function withoutSecrets(text: string): string {
  let out = "";
  let at = 0;
  for (const [start, end] of secretPlaces(text)) {
    const isText =
      /["']/.test(text[start - 1] ?? "") || /["']/.test(text[end] ?? "") || /[/&=@]/.test(text[start - 1] ?? "");
    out += text.slice(at, start) + (isText ? REMOVED : `"${REMOVED}"`);
    at = end;
  }
  return out + text.slice(at);
}
