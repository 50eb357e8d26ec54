// A button that copies the fields it names, or the value of a text that is shown in groups, one below
// the other. Without script they can be selected by hand.
(() => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const fields = button.dataset.copy.split(" ").map((id) => document.getElementById(id));
    button.hidden = false;
    button.addEventListener("click", async () => {
      fields[0].select?.();
      try {
        await navigator.clipboard.writeText(fields.map(({ value }) => value).filter(Boolean).join("\n\n"));
        button.textContent = "Copied";
      } catch { /* the field is selected: one key copies it */ }
    });
  }
})();
