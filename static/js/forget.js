// Whoever is signed out has nothing kept here for offline reading: pages, and the worker that kept them.
(() => {
  if (window.caches) caches.keys().then((names) => { for (const name of names) if (name.startsWith("kept-")) caches.delete(name); });
  navigator.serviceWorker?.getRegistrations().then((found) => { for (const one of found) if (new URL(one.scope).pathname === "/chats/") one.unregister(); });
})();
