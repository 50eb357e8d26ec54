// A button pressed after the session has ended would lead to the sign-in and lose what was typed. So each
// press asks first who is signed in. Signed out, it says so beside the button and offers to sign in; what was
// typed waits in this tab, for nobody else, and stands in its place afterwards.
(() => {
  const { session, signIn, whose, page } = document.currentScript.dataset;
  // What a button answered with stands under the address of its page, to reload and to come back to.
  if (page) history.replaceState(history.state, "", page);
  const storeKey = `left:${location.pathname}`;
  const SIGNED_OUT = "You are signed out, so nothing was sent. Everything you typed is still here.";
  const BACK = "Everything you typed is here again. Nothing was sent yet: please press once more.";

  // -- Who is signed in ----------------------------------------------------------------------------

  // Waiting for the answer keeps a press one event, for whatever else listens to it.
  const ask = () => {
    const request = new XMLHttpRequest();
    request.open("GET", session, false);
    request.setRequestHeader("Accept", "application/json");
    try { request.send(); } catch { return null; }
    if (isSignIn(request.responseURL)) return { whose: "" };
    return request.status === 200 ? JSON.parse(request.responseText) : null;
  };

  const isSignIn = (address) => Boolean(address) && new URL(address).pathname === signIn;

  // Signing in anew changes the token.
  const renew = (token) => {
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  };

  // -- What is said beside the button ----------------------------------------------------------------

  const said = () => document.getElementById("signed-out");
  // Once signed in again elsewhere, nothing asks for it any more.
  const forget = () => { if (said()?.querySelector("a")) said().remove(); };

  const say = (button, words, link) => {
    said()?.remove();
    const note = document.createElement("p");
    note.id = "signed-out";
    note.className = "notice notice--warning";
    note.setAttribute("role", "alert");
    note.append(words);
    if (link) note.append(" ", link);
    (button.closest(".actions") ?? button).after(note);
    note.scrollIntoView({ block: "center" });
  };

  const toSignIn = () => {
    const link = document.createElement("a");
    link.href = `${signIn}?${new URLSearchParams({ next: location.pathname + location.search })}`;
    link.textContent = "Sign in and go on";
    return link;
  };

  const tell = (button) => {
    keep(button);
    say(button, SIGNED_OUT, toSignIn());
  };

  // -- What was typed --------------------------------------------------------------------------------

  const forms = () => [...document.querySelectorAll("main form[method=post]")];
  const isTick = ({ type }) => type === "checkbox" || type === "radio";
  const typed = (form) => [...form.elements].filter((field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file])"));
  const buttons = (form) => [...form.elements].filter((field) => field.type === "submit");

  const keep = (button) => {
    const kept = forms().map((form) => (form.dataset.autosave ? [] : typed(form).map((field) => [field.name, field.value, field.checked ?? false])));
    const at = forms().indexOf(button.form);
    try { sessionStorage.setItem(storeKey, JSON.stringify({ whose, kept, pressed: [at, buttons(button.form).indexOf(button)] })); } catch { /* the page still holds it */ }
  };

  const fill = (form, kept) => {
    const left = [...kept];
    for (const field of typed(form)) {
      const at = left.findIndex(([name, value]) => name === field.name && (!isTick(field) || value === field.value));
      if (at < 0) continue;
      const [[, value, checked]] = left.splice(at, 1);
      if (isTick(field)) field.checked = checked;
      else field.value = value;
    }
  };

  const restore = () => {
    const left = JSON.parse(sessionStorage.getItem(storeKey) ?? "null");
    sessionStorage.removeItem(storeKey);
    if (left?.whose !== whose) return;
    forms().forEach((form, at) => fill(form, left.kept[at] ?? []));
    const [form, button] = left.pressed;
    const pressed = forms()[form] && buttons(forms()[form])[button];
    if (pressed) say(pressed, BACK);
  };

  // ----------------------------------------------------------------------------------------------------

  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter ?? buttons(form)[0];
    if (event.defaultPrevented || !button || !forms().includes(form)) return;
    const now = ask();
    if (now?.whose === "") { event.preventDefault(); tell(button); }
    else if (now) renew(now.token);
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { xhr, requestConfig: { elt } } = detail, isOver = isSignIn(xhr.responseURL);
    if (isOver) detail.shouldSwap = false;
    if (!elt.matches("button") || !(isOver || xhr.status === 403)) return;
    const now = ask();
    if (now?.whose === "") tell(elt);
    else if (now) renew(now.token);
  });

  window.coffeeSession = { tell, forget };
  addEventListener("DOMContentLoaded", () => { try { restore(); } catch { /* no storage: nothing was kept */ } });
})();
