// Keeps the page's files, so that it opens without a network. `FILES` and `VERSION` are
// written above by the build.

/* global FILES, VERSION */

// Other copies of the page may be on this host under other paths.
const OURS = `hooksieve ${registration.scope} `;
const CACHE = OURS + VERSION;

/** Milliseconds that the network has to answer before the kept page is opened. */
const PATIENCE = 3000;

addEventListener("install", (event) => {
  const keep = async () => {
    const cache = await caches.open(CACHE);
    await cache.addAll(FILES);
    await skipWaiting();
  };
  event.waitUntil(keep());
});

addEventListener("activate", (event) => {
  const tidy = async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith(OURS));
    // A page that is open may still be of the version before.
    const old = names.filter((name) => name !== CACHE).slice(0, -1);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(tidy());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

/** The newest page, or the kept one where the network does not answer. */
async function page(request) {
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), PATIENCE));
  try {
    return await Promise.race([fetch(request), late]);
  } catch {
    const cache = await caches.open(CACHE);
    return (await cache.match("./")) ?? Response.error();
  }
}

/** A kept file of any version: their names are of what is in them. */
async function file(request) {
  return (await caches.match(request)) ?? fetch(request);
}
