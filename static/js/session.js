// A button pressed after the session has ended would lead to the sign-in and lose what was typed. So each
// press asks first who is signed in. Signed out, it says so beside the button and offers to sign in; what was
// typed waits in this tab, for nobody else, and stands in its place afterwards.
(() => {
  const { session, signIn, whose, page } = document.currentScript.dataset;
  // What a button answered with stands under the address of its page, to reload and to come back to.
  if (page) history.replaceState(history.state, "", page);
  const storeKey = `left:${location.pathname}`;
  const SIGNED_OUT = "You are signed out, so nothing was sent. Everything you typed is still here.";
  const SOMEBODY_ELSE = "Somebody else is signed in here now, so nothing was sent. Everything you typed is still here. Sign in as yourself in another tab, then press once more.";
  const BACK = "Nothing was sent yet. What you typed is here, except secrets. Please press once more.";

  // -- Who is signed in --

  let isSomebodyElse = false;
  // Nothing where no answer came in time: then the press goes on, and the server says who is signed in.
  const ask = async (within) => {
    const now = await whoIsSignedIn(within);
    isSomebodyElse = Boolean(now?.whose) && now.whose !== whose;
    return now;
  };

  const whoIsSignedIn = async (within = 2_000) => {
    const patience = new AbortController(), end = setTimeout(() => patience.abort(), within);
    try {
      const answer = await fetch(session, { cache: "no-store", headers: { Accept: "application/json" }, signal: patience.signal });
      if (isSignIn(answer.url)) return { whose: "" };
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    } finally {
      clearTimeout(end);
    }
  };

  const isSignIn = (address) => Boolean(address) && new URL(address).pathname === signIn;

  // Signing in anew changes the token.
  const renew = (token) => {
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  };

  // -- What is said beside the button --

  const said = () => document.getElementById("signed-out");
  // Once signed in again elsewhere, nothing asks for it any more.
  const forget = () => { if (said()?.matches("[data-over]")) said().remove(); };

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
    return note;
  };

  const toSignIn = () => {
    const link = document.createElement("a");
    link.href = `${signIn}?${new URLSearchParams({ next: location.pathname + location.search })}`;
    link.textContent = "Sign in and go on";
    return link;
  };

  const tell = (button) => {
    keep(button);
    const note = isSomebodyElse ? say(button, SOMEBODY_ELSE) : say(button, SIGNED_OUT, toSignIn());
    note.dataset.over = "";
  };

  // -- What was typed --

  const forms = () => [...document.querySelectorAll("main form[method=post]")];
  const isTick = ({ type }) => type === "checkbox" || type === "radio";
  const typed = (form) => [...form.elements].filter((field) => field.name && field.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [data-secret])"));
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

  // --

  // Said at the button then; else the page has the token of now.
  const isSignedOut = async (button) => {
    const now = await ask();
    if (!now) return false;
    if (now.whose === whose) renew(now.token);
    else tell(button);
    return now.whose !== whose;
  };

  // A press is held while it is asked, and then made once more, for whatever else listens to it.
  const asking = new Set();
  let passing = null;
  const passOn = async (form, submitter) => {
    asking.add(form);
    const isOver = await isSignedOut(submitter ?? buttons(form)[0]);
    asking.delete(form);
    if (isOver) return;
    passing = form;
    form.requestSubmit(submitter?.form === form ? submitter : null);
    passing = null;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form === passing || !buttons(form).length || !forms().includes(form)) return;
    event.preventDefault();
    if (!asking.has(form)) passOn(form, event.submitter);
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { xhr, requestConfig: { elt } } = detail, isOver = isSignIn(xhr.responseURL);
    if (isOver) detail.shouldSwap = false;
    if (elt.matches("button") && (isOver || xhr.status === 403)) isSignedOut(elt);
  });

  window.coffeeSession = { whose, ask, renew, tell, forget };
  addEventListener("DOMContentLoaded", () => { try { restore(); } catch { /* no storage: nothing was kept */ } });
})();
