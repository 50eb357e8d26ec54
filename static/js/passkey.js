// Say on the page what came of a passkey where none came: the device has none, has one already, or
// its owner pressed cancel. allauth's own script tells the console alone. Browsers keep apart only
// the device that has one already: nobody shall learn which passkeys there are.
(() => {
  const said = document.getElementById("passkey-said");
  const kinds = { InvalidStateError: "taken", NotAllowedError: "refused" };
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const sentence = document.createElement("p");
    sentence.className = "notice notice--warning";
    sentence.textContent = said.dataset[kinds[event.detail.exception.name] ?? "failed"];
    said.replaceChildren(sentence);
  });
})();
