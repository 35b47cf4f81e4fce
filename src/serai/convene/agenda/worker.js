// The programme without network: pages come from the network while there is one, else from what
// was kept of the latest release. The constants PREFIX, CACHE, FILES, SCOPE, SHELL, PROGRAMME and
// DATA stand above.

self.addEventListener("install", (event) => event.waitUntil((async () => {
  const cache = await caches.open(CACHE);
  // Pages as everybody gets them: nothing of an account stays on the device.
  await cache.addAll(FILES.map((address) => new Request(address, { credentials: "omit", cache: "no-cache" })));
  await self.skipWaiting();
})()));

self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
})()));

const kept = async (request) => (await caches.open(CACHE)).match(request);

const page = async (request) => {
  try {
    return await fetchInTime(request);
  } catch {
    const { pathname, searchParams } = new URL(request.url);
    // What is searched or filtered is drawn on the device, in the empty page.
    const isAsked = pathname === PROGRAMME && [...searchParams.keys()].some((name) => name !== "view");
    const found = await kept(request.url) ?? await kept(FILES.includes(pathname) && !isAsked ? pathname : SHELL);
    return found ? marked(found) : Response.error();
  }
};

const networkFirst = async (request) => {
  try {
    return await fetch(request);
  } catch {
    const found = await kept(request);
    return found ? new Response(found.body, { headers: { "Content-Type": "application/json", Kept: "yes" } }) : Response.error();
  }
};

const deviceFirst = async (request) => (await kept(request)) ?? fetch(request);

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname === DATA) event.respondWith(networkFirst(request));
  else if (FILES.includes(pathname)) event.respondWith(deviceFirst(request));
});
