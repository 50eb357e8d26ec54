// Pages to read where there is no network: the sheet of a chat, and the page during it.
// Network first; what it answered last is shown when it answers nothing. Kept for one seeker,
// until some hours after the chat; gone with signing out (static/js/forget.js).
const KEPT = [/^\/chats\/\d+\/sheet\/$/, /^\/chats\/\d+\/now\/$/];
const WHOSE = "{{ whose }}";
const CACHE = `kept-${WHOSE}`;
const DAY = 86_400;

const isKept = (url) => KEPT.some((path) => path.test(url.pathname));
const isStatic = (url) => url.pathname.startsWith("/static/");
const now = () => Date.now() / 1000;

// The page says until when; where it does not, a day from when it came.
const until = (answer) => {
  const said = answer.headers.get("Keep-Offline-Until");
  return said === null ? Date.parse(answer.headers.get("Date") ?? "") / 1000 + DAY : Number(said);
};

const forgetAll = async () => {
  for (const name of await caches.keys()) if (name.startsWith("kept-")) await caches.delete(name);
};

// Somebody else is signed in on this device now: nothing of the one before stays.
const isOfAnother = (answer) => (answer.headers.get("Keep-Offline-For") ?? WHOSE) !== WHOSE;

const keep = async (path, answer) => {
  if (isOfAnother(answer)) return forgetAll();
  const cache = await caches.open(CACHE);
  if (until(answer) > now()) await cache.put(path, answer);
  else await cache.delete(path);
};

const forgetOld = async () => {
  const cache = await caches.open(CACHE);
  for (const request of await cache.keys()) {
    if (isKept(new URL(request.url)) && until(await cache.match(request)) <= now()) await cache.delete(request);
  }
};

const page = async (request) => {
  const { pathname } = new URL(request.url);
  let answer;
  try {
    answer = await fetch(request);
  } catch (error) {
    await forgetOld();
    const kept = await (await caches.open(CACHE)).match(pathname);
    if (kept) return kept;
    throw error;
  }
  if (answer.ok) await keep(pathname, answer.clone());
  else if (answer.type === "opaqueredirect") await forgetAll(); // signed out
  else if (answer.status === 404) await (await caches.open(CACHE)).delete(pathname);
  return answer;
};

const asset = async (request) => {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
};

// What is sent goes past the worker: last words on leaving a page would be lost on the way through it.
addEventListener("install", (event) => {
  event.addRoutes?.({ condition: { requestMethod: "POST" }, source: "network" });
  skipWaiting();
});

addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("kept-") && name !== CACHE) await caches.delete(name);
  await forgetOld();
  await clients.claim();
})()));

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && isKept(url)) event.respondWith(page(event.request));
  else if (isStatic(url)) event.respondWith(asset(event.request));
});

// A page that was there before its worker asks for itself and its files to be kept.
addEventListener("message", (event) => {
  const { page: path, files } = event.data ?? {};
  if (typeof path !== "string" || !isKept(new URL(path, location.origin))) return;
  event.waitUntil((async () => {
    const answer = await fetch(path, { redirect: "manual" });
    if (answer.ok) await keep(path, answer);
    const cache = await caches.open(CACHE);
    await Promise.allSettled(files.filter((file) => isStatic(new URL(file, location.origin))).map((file) => cache.add(file)));
    const kept = await cache.match(path);
    event.source?.postMessage({ kept: Boolean(kept) });
  })());
});
