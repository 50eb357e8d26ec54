// Keeps the previews in step with what was saved. Saving itself is autosave.js.
(() => {
  const form = document.querySelector("form.compose");

  const refresh = (frame) => {
    const y = frame.contentWindow.scrollY;
    frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, y), { once: true });
    frame.contentWindow.location.reload();
  };

  form.addEventListener("saved", () => form.querySelectorAll("iframe[data-preview]").forEach(refresh));
})();
