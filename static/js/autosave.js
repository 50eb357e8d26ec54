// Nothing typed is ever lost. htmx saves a form[data-autosave] as one types; this keeps what is not
// saved yet on the device, says when a save failed, tries again, and saves on leaving.
// data-autosave is the address of the form's own page.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const page = form.dataset.autosave;
  const status = document.getElementById("saved");
  const { device, renew, tries, ANSWER_WITHIN } = window.coffeeSaving;
  const { whose } = window.coffeeSession;
  const { fields, isTick, keyOf, valueOf, set, loneBase, asServed, rebase, valuesOf, byName } = window.coffeeFields(form);
  const store = device(`typed:${page}`);
  const saved = new Map();
  status.textContent ||= "Saves by itself as you type.";
  const channel = new BroadcastChannel("saved");
  const unheard = new Map();
  let sent = [], began = new Map(), own = null, left = [], waiting = null, leaving = false;

  // -- The device's own copy: each field that differs from what the server has --

  const serverHas = (field) => saved.get(keyOf(field)) ?? asServed(field);
  const isUntouched = (field) => valueOf(field) === serverHas(field);
  const lookAgain = window.coffeeElsewhere(form, { isUntouched, shown: (key, value) => saved.set(key, value) });
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  // Under a name of its own, for as long as this tab keeps something.
  const newName = () => `#${Math.random()}`;
  const keep = () => {
    const kept = fields().filter((field) => !isUntouched(field)).map((field) => [keyOf(field), [serverHas(field), valueOf(field), unheard.get(field.name)]]);
    if (kept.length) {
      own ??= store.kept().some(([name]) => !name) ? newName() : "";
      store.keep(own, { whose, ...Object.fromEntries(kept) });
    } else if (own !== null) {
      store.forget(own);
      own = null;
    }
  };

  const standing = () => new Map(byName(fields()).map(([name, those]) => [name, valuesOf(those)]));

  // What was typed here goes with the version it began from: the server may have got other words since.
  const recall = (field, base, text, sentBefore) => {
    if (isTick(field) || !loneBase(field.name)) {
      if (plain(serverHas(field)) === plain(base)) set(field, text);
      return;
    }
    saved.set(keyOf(field), base);
    rebase(field.name, [base]);
    if (sentBefore) unheard.set(field.name, sentBefore);
    set(field, text);
  };

  // What other tabs left is taken over, one after the other: the server brings it together with the one before.
  const restore = () => {
    while (own === null && left.length) {
      const [name, typed] = left.shift();
      store.forget(name);
      own = newName();
      for (const field of fields().filter((field) => keyOf(field) in typed)) recall(field, ...typed[keyOf(field)]);
      keep();
    }
    if (own !== null) again();
  };

  // A row of a list that was not touched here is not sent: another tab may have changed it since.
  const leaveOut = (data) => {
    for (const row of form.querySelectorAll("[data-row]")) {
      const own = fields().filter((field) => row.contains(field));
      if (own.every(isUntouched)) own.forEach(({ name }) => data.delete(name));
    }
  };

  // What was sent and no answer told of may be what the server has: our own words, and nobody else's.
  const MAX_UNHEARD = 8;
  const noteSent = () => {
    began = standing();
    for (const [name, [value = ""]] of began) {
      if (loneBase(name)) unheard.set(name, [...new Set([...(unheard.get(name) ?? []), value])].slice(-MAX_UNHEARD));
    }
  };

  const complete = (data) => {
    leaveOut(data);
    for (const [name, texts] of unheard) for (const text of texts) data.append(`also_${name}`, text);
  };

  // -- Saving --

  const again = () => { attempt.stop(); form.dispatchEvent(new Event("again")); };

  const retry = async () => {
    attempt.stop();
    const why = await renew();
    if (why) failed(why === "signed out");
    else again();
  };
  const attempt = tries(retry);

  const failed = (signedOut) => {
    status.textContent = `Not saved yet, trying again. ${signedOut ? "Please sign in again in another tab. " : ""}Your text is still here.`;
    if (signedOut && waiting) window.coffeeSession.tell(waiting.submitter ?? form.querySelector("button"));
    if (signedOut || attempt.failed()) waiting = null;
    attempt.later();
  };

  // Once for each press: another save that ends meanwhile must not send the form a second time.
  const goOn = () => {
    if (!waiting) return;
    const { submitter } = waiting;
    waiting = null;
    leaving = true;
    form.requestSubmit(submitter);
  };

  // Whoever pressed a button has not seen yet what comes from elsewhere, and is asked to press again.
  const showOutcome = async () => {
    const pressed = waiting;
    waiting = null;
    await lookAgain().catch(() => false);
    if (pressed) {
      status.textContent = "You changed this elsewhere meanwhile. Here is both together: please look, and press again.";
      status.scrollIntoView({ block: "center" });
    } else if (own === null) restore();
  };

  const succeeded = ({ xhr }) => {
    attempt.begin();
    for (const [key, value] of sent) saved.set(key, value);
    for (const [name, values] of began) rebase(name, values);
    unheard.clear();
    keep();
    form.dispatchEvent(new Event("saved"));
    channel.postMessage(page);
    window.coffeeSession.forget();
    if (xhr.getResponseHeader("X-Elsewhere")) showOutcome();
    else if (waiting) goOn();
    else if (own === null) restore();
  };

  // -- What another tab or device wrote --

  const lookBecause = async () => {
    if (await lookAgain().catch(() => false)) status.textContent = "Saved. You changed it elsewhere; here is how it stands.";
  };

  channel.addEventListener("message", ({ data }) => { if (data === page) lookBecause(); });

  // Whoever is signed out is led to another page, which is no sign of saving.
  const isLedAway = ({ xhr, requestConfig }) => xhr.responseURL !== new URL(requestConfig.path, location.href).href;
  const isRefused = ({ xhr }) => xhr.status === 422 || xhr.status === 409;

  form.addEventListener("input", keep);
  form.addEventListener("formdata", ({ formData }) => complete(formData));
  form.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.timeout = ANSWER_WITHIN;
    complete(detail.formData);
    if (detail.elt !== form) return;
    // htmx takes the address and the value of the button in focus: saving must not send or remove.
    detail.path = form.getAttribute("hx-post");
    for (const button of form.querySelectorAll("button[name]")) detail.formData.delete(button.name);
  });
  form.addEventListener("htmx:beforeRequest", () => {
    attempt.stop();
    sent = fields().map((field) => [keyOf(field), valueOf(field)]);
    noteSent();
  });
  form.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (isLedAway(detail)) detail.shouldSwap = false;
    else if (isRefused(detail)) { detail.shouldSwap = true; detail.isError = false; }
  });
  form.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    if (isRefused(detail)) goOn();
    else if (isLedAway(detail)) failed(true);
    else if (detail.xhr.status >= 400) failed(false);
    else succeeded(detail);
  });
  // A part that comes anew is what the server has now.
  form.addEventListener("htmx:load", ({ target }) => {
    const anew = new Set(fields().filter((field) => target.contains(field)).map(keyOf));
    for (const key of anew) saved.delete(key);
    for (const field of fields().filter((field) => target.contains(field))) began.delete(field.name);
    sent = sent.filter(([key]) => !anew.has(key));
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) form.addEventListener(kind, () => failed(false));
  addEventListener("online", () => { if (attempt.failed()) retry(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (attempt.failed()) retry();
    else lookBecause();
  });

  // A button saves first, so that no page of an error ever stands where the text was.
  form.addEventListener("submit", (event) => {
    if (leaving || !window.htmx) return;
    event.preventDefault();
    waiting = { submitter: event.submitter };
    attempt.begin();
    again();
  });

  // Leaving within the moment before a save: send it along.
  addEventListener("pagehide", () => {
    if (leaving || own === null) return;
    fetch(form.getAttribute("hx-post"), { method: "POST", headers: { "HX-Request": "true" }, body: new FormData(form), keepalive: true });
    noteSent();
    keep();
  });
  // Come back to. A page that is shown for the first time forgets no press that came before it was all there.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    leaving = false;
    waiting = null;
    lookBecause();
  });

  // htmx is ready to listen once the page is; a button may have been pressed before.
  addEventListener("DOMContentLoaded", () => {
    // An earlier release kept it without whose it is.
    left = store.kept().filter(([name, typed]) => /^(#|$)/.test(name) && (typed.whose ?? whose) === whose);
    restore();
    if (waiting) again();
  });
})();
