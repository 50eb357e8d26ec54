// Saving as one types is htmx's. This keeps the previews in step, and says when saving failed.
(() => {
  const form = document.querySelector("form.compose");
  const saved = document.getElementById("saved");
  let unsaved = false;

  const refresh = (frame) => {
    const y = frame.contentWindow.scrollY;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, y), { once: true });
    frame.contentWindow.location.reload();
  };

  const failed = (sentence) => {
    unsaved = true;
    saved.textContent = sentence;
    setTimeout(() => form.dispatchEvent(new Event("again")), 5000);
  };

  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  form.addEventListener("htmx:beforeRequest", () => { unsaved = false; });
  form.addEventListener("htmx:afterOnLoad", (event) => {
    // Whoever is signed out is led to another page, which is no sign of saving.
    if (event.detail.xhr.responseURL !== form.action) return failed("Not saved: please sign in again in another tab. Your text is still here.");
    form.querySelectorAll("iframe[data-preview]").forEach(refresh);
  });
  for (const kind of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    form.addEventListener(kind, () => failed("Not saved yet. Your text is still here, and we try again."));
  }

  // Leaving within the moment before a save: send it along.
  addEventListener("pagehide", () => {
    if (unsaved) fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true });
  });
})();
