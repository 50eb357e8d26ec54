// Keeps the previews, and what is said to be missing, in step with what was saved. Saving itself is autosave.js.
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

  // What was said to be missing goes from beside its field once it is there.
  const takeBackCured = () => {
    for (const said of form.querySelectorAll(".field__error[id^=id_]")) {
      const id = said.id.replace(/_error$/, "");
      if (document.querySelector(`#problems a[href="#${id}"]`)) continue;
      said.closest(".field--wrong")?.classList.remove("field--wrong");
      document.getElementById(id)?.removeAttribute("aria-invalid");
      said.remove();
    }
  };

  form.addEventListener("saved", takeBackCured);
  form.addEventListener("saved", () => form.querySelectorAll("iframe[data-preview]").forEach(refresh));
})();
