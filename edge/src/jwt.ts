// JSON Web Tokens (RFC 7519) as CDP's callers make them: under an API key of Ed25519 or P-256
// (CDP, Authentication, Generate Bearer Token), or under the tenant's secret.

import type { Call, Keys } from "./authenticate";

const HS256 = { name: "HMAC", hash: "SHA-256" };
const ES256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const EDDSA = { name: "Ed25519" };

/** What a SubjectPublicKeyInfo begins with, and its length (RFC 8410; RFC 5480). */
const FORMS = [
  { algorithm: EDDSA, starts: "302a300506032b6570032100", length: 44 },
  { algorithm: ES256, starts: "3059301306072a8648ce3d020106082a8648ce3d030107034200", length: 91 },
];

const encoder = new TextEncoder();

/** Whether a token holds: signed, in its time, and for this call where it names one. */
export async function isJwt(
  token: string | undefined,
  { secret, publicKeys }: Keys,
  call: Call,
): Promise<boolean> {
  const [head, claims, signature, ...rest] = token?.split(".") ?? [];
  if (head === undefined || claims === undefined || signature === undefined || rest.length > 0) {
    return false;
  }
  try {
    const { alg } = JSON.parse(text(head)) as { alg?: unknown };
    const told = JSON.parse(text(claims)) as Claims;
    if (!isTimely(told, call.now) || !isFor(told, call)) return false;
    const signed = encoder.encode(`${head}.${claims}`);
    // A public key never stands for a secret, nor the other way round.
    for (const key of await keysFor(alg, secret, publicKeys)) {
      const { name } = key.algorithm;
      if (await crypto.subtle.verify({ ...ES256, name }, key, bytes(signature), signed)) return true;
    }
    return false;
  } catch {
    // What is not base64 or JSON is no token.
    return false;
  }
}

interface Claims {
  exp?: unknown;
  nbf?: unknown;
  uri?: unknown;
  uris?: unknown;
}

/** A token must name its end. */
function isTimely({ exp, nbf }: Claims, now: number): boolean {
  const hasBegun = nbf === undefined || (typeof nbf === "number" && nbf * 1000 <= now);
  return typeof exp === "number" && now < exp * 1000 && hasBegun;
}

/** CDP's tokens name their call, `GET HOST/PATH`; which host it was is the provider's matter. */
function isFor({ uri, uris }: Claims, { method, path }: Call): boolean {
  const named = [uri, uris].flat().filter((each) => each !== undefined);
  const is = (each: unknown) => {
    const [verb, place, ...rest] = String(each).split(" ");
    return rest.length === 0 && verb === method && !!path && !!place?.endsWith(path);
  };
  return named.length === 0 || named.some(is);
}

async function keysFor(alg: unknown, secret: string, publicKeys: string[]): Promise<CryptoKey[]> {
  if (alg === "HS256") {
    return [await crypto.subtle.importKey("raw", encoder.encode(secret), HS256, false, ["verify"])];
  }
  const algorithm = alg === "EdDSA" ? EDDSA : alg === "ES256" ? ES256 : undefined;
  if (algorithm === undefined) return [];
  const those = publicKeys.filter((key) => algorithmOfKey(key) === algorithm.name);
  return Promise.all(
    those.map((key) => crypto.subtle.importKey("spki", spki(key), algorithm, false, ["verify"])),
  );
}

/** What a public key is for, in PEM or base64; nothing where it is none. */
export function algorithmOfKey(key: string): string | undefined {
  try {
    const der = spki(key);
    const digits = Array.from(der, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const is = ({ starts, length }: (typeof FORMS)[0]) =>
      der.length === length && digits.startsWith(starts);
    return FORMS.find(is)?.algorithm.name;
  } catch {
    return undefined;
  }
}

/** A key as SubjectPublicKeyInfo; 32 bytes alone are Ed25519's. */
function spki(key: string): Uint8Array<ArrayBuffer> {
  const plain = bytes(key.replace(/-----[A-Z ]+-----/g, "").replace(/\s/g, ""));
  if (plain.length !== 32) return plain;
  const head = Uint8Array.from(FORMS[0]!.starts.match(/../g) ?? [], (each) => parseInt(each, 16));
  const whole = new Uint8Array(head.length + plain.length);
  whole.set(head);
  whole.set(plain, head.length);
  return whole;
}

const text = (part: string) => new TextDecoder().decode(bytes(part));

function bytes(part: string): Uint8Array<ArrayBuffer> {
  const plain = part.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}
