// Keeps the previews in step with what was saved. Saving itself is autosave.js.
(() => {
  const form = document.querySelector("form.compose");

  // Null where what came is no page of ours, as when the letter has just left or the network has.
  const windowIn = (frame) => frame.contentDocument?.defaultView;

  const refresh = (frame) => {
    const shown = windowIn(frame), y = shown?.scrollY ?? 0;
    frame.addEventListener("load", () => windowIn(frame)?.scrollTo(0, y), { once: true });
    if (shown) shown.location.reload();
    else frame.src = frame.getAttribute("src");
  };

  form.addEventListener("saved", () => form.querySelectorAll("iframe[data-preview]").forEach(refresh));
})();
