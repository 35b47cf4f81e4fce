// Live pages that a chair keeps for the hall: from the network while there is one, else as they were
// seen last. `running.js` puts them into the cache, and signing out empties it (`serai.js`).

const CACHE = "hall";
const LONGEST = 14 * 24 * 3600 * 1000; // milliseconds: nobody carries a page along for ever

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const SAME = { ignoreVary: true };
const isOld = (response) => Date.now() - Date.parse(response.headers.get("Date")) > LONGEST;

const page = async (request) => {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request, SAME);
  if (!found) return fetch(request);
  try {
    const fresh = await fetchInTime(request);
    if (fresh.status >= 500) throw new Error("the server is away");
    // Who is signed out, or chairs no longer, has it no more.
    if (fresh.ok) await cache.put(request.url, fresh.clone());
    else await cache.delete(request, SAME);
    return fresh;
  } catch {
    if (!isOld(found)) return marked(found);
    await cache.delete(request, SAME);
    return Response.error();
  }
};

const deviceFirst = async (request) => (await (await caches.open(CACHE)).match(request, SAME)) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["script", "style", "image"].includes(request.destination)) event.respondWith(deviceFirst(request));
});
