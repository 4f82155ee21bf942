// What must not be shown, copied or shared: values under the names that secrets have,
// headers that are not known to be harmless, credentials within addresses.

/** A place in a text, in code units. */
export type Place = [start: number, end: number];

const NAMES =
  /^(.*[-_.])?(secret|token|authorization|password|passphrase|cookie|api[-_]?key|private[-_]?key)$/i;
const CAMEL = /(Secret|ApiKey|PrivateKey|Password|AccessToken|AuthToken)$/;
const HARMLESS =
  /^(content-type|content-length|accept|user-agent|host|date|(x-)?([a-z0-9]+-)?event-(type|id|name)|webhook-(id|timestamp))$/i;

const TOKEN = /"(?:[^"\\\n]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g;

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
      else if (token.startsWith('"')) found.push(...inAddress(token, start));
    }
  });
  return found.filter(([start, end]) => end > start);
}

function hides({ isObject, key, isSecret, isHeaders }: Level): boolean {
  if (isSecret) return true;
  if (!isObject) return false;
  return NAMES.test(key) || CAMEL.test(key) || (isHeaders && !HARMLESS.test(key));
}

function keyOf(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}

function inner(token: string, start: number): Place {
  if (!token.startsWith('"')) return [start, start + token.length];
  const isClosed = token.length > 1 && token.endsWith('"');
  return [start + 1, start + token.length - (isClosed ? 1 : 0)];
}

/** `user:password@` and `?token=` of an address. */
function inAddress(token: string, start: number): Place[] {
  const found: Place[] = [];
  const user = /^"[a-z]+:\/\/([^/@"?#]+)@/i.exec(token);
  if (user?.[1] !== undefined) {
    const from = start + token.indexOf(user[1]);
    found.push([from, from + user[1].length]);
  }
  if (!/^"[a-z]+:\/\//i.test(token)) return found;
  for (const match of token.matchAll(
    /[?&](?:token|secret|key|api[-_]?key|sig|signature|password)=([^&#"]+)/gi,
  )) {
    const value = match[1] ?? "";
    const from = start + match.index + match[0].length - value.length;
    found.push([from, from + value.length]);
  }
  return found;
}

/** What stands in the place of a secret that was taken out. */
export const REMOVED = "removed";

/** The text without its secrets: still JSON where it was. */
export function withoutSecrets(text: string): string {
  let out = "";
  let at = 0;
  for (const [start, end] of secretPlaces(text)) {
    const isText =
      text[start - 1] === '"' || text[end] === '"' || /[/&=@]/.test(text[start - 1] ?? "");
    out += text.slice(at, start) + (isText ? REMOVED : `"${REMOVED}"`);
    at = end;
  }
  return out + text.slice(at);
}
