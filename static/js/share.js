// A button that hands a text to the share sheet of the phone, where there is one. Without script it is copied by hand.
(() => {
  if (!navigator.share) return;
  for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.share({ text: document.getElementById(button.dataset.share).value });
      } catch { /* they changed their mind */ }
    });
  }
})();
