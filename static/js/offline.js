// Keep this page for where there is no network, and say so once it is true.
(() => {
  const line = document.getElementById("kept-offline");
  if (!line || !("serviceWorker" in navigator)) return;

  const say = () => {
    line.textContent = navigator.onLine ? "Kept on this device for offline reading, until the day of the chat is over." : "You are offline. This is the page as it was kept on this device.";
  };

  const files = () => [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);

  navigator.serviceWorker.addEventListener("message", ({ data }) => { if (data.kept) say(); else line.textContent = ""; });
  addEventListener("online", say);
  addEventListener("offline", say);

  const isActive = (worker) => new Promise((resolve) => {
    const look = () => { if (worker.state === "activated") resolve(worker); };
    worker.addEventListener("statechange", look);
    look();
  });

  // The newest one: another seeker's on the same device may still be at work.
  navigator.serviceWorker.register(line.dataset.worker, { scope: "/chats/" }).then(async ({ installing, waiting, active }) => {
    const worker = await isActive(installing ?? waiting ?? active);
    worker.postMessage({ page: location.pathname, files: files() });
  }).catch(() => { if (!navigator.onLine) say(); });
  if (!navigator.onLine) say();
})();
