// Nothing typed is ever lost. htmx saves a form[data-autosave] as one types; this keeps what is not
// saved yet on the device, says when a save failed, tries again, and saves on leaving.
// data-autosave is the address of the form's own page: where a fresh CSRF token comes from.
(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const page = form.dataset.autosave;
  const status = document.getElementById("saved");
  const storeKey = `typed:${page}`;
  const saved = new Map();
  status.textContent ||= "Saves by itself as you type.";
  const channel = new BroadcastChannel("saved");
  const unheard = new Map();
  let sent = [], began = new Map(), tries = 0, timer, waiting = null, leaving = false;

  // -- The device's own copy: each field that differs from what the server has --------------------

  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const keyOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.id);
  const valueOf = (field) => (isTick(field) ? String(field.checked) : field.value);
  const set = (field, value) => {
    if (isTick(field)) field.checked = value === "true";
    else field.value = value;
  };
  // A field of the form that stands outside of it is saved by a button alone.
  const fields = () => [...form.elements].filter((field) => form.contains(field) && !field.disabled && keyOf(field) && field.matches("textarea, select, input:not([type=hidden])"));

  // Each field goes with `base_`, the version it began from, so that the server can bring together
  // what two tabs or devices wrote. A list of choices has a base for each, and begins with an empty one.
  const basesOf = (name, where = form) => {
    const found = where.elements[`base_${name}`];
    if (!found) return [];
    return found instanceof RadioNodeList ? [...found] : [found];
  };
  const isList = ([first]) => first?.dataset.list !== undefined;

  const asServed = (field, where = form) => {
    const bases = basesOf(field.name, where);
    if (isTick(field)) return String(bases.length ? bases.some(({ value }) => value === field.value) : field.defaultChecked);
    if (bases.length && !isList(bases)) return bases[0].value;
    if (field.type === "select-one") return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
    return field.defaultValue;
  };
  const serverHas = (field) => saved.get(keyOf(field)) ?? asServed(field);
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  const keep = () => {
    const kept = fields().filter((field) => valueOf(field) !== serverHas(field)).map((field) => [keyOf(field), [serverHas(field), valueOf(field), unheard.get(field.name)]]);
    try {
      if (kept.length) localStorage.setItem(storeKey, JSON.stringify(Object.fromEntries(kept)));
      else localStorage.removeItem(storeKey);
    } catch { /* no storage: the page still holds it */ }
  };

  const kept = () => {
    try { return JSON.parse(localStorage.getItem(storeKey)) ?? {}; } catch { return {}; }
  };

  const rebase = (name, values) => {
    const bases = basesOf(name);
    if (!bases.length) return;
    if (!isList(bases)) { bases[0].value = values[0] ?? ""; return; }
    bases.slice(1).forEach((one) => one.remove());
    for (const value of [...values].reverse()) {
      const one = bases[0].cloneNode();
      one.value = value;
      delete one.dataset.list;
      bases[0].after(one);
    }
  };

  const valuesOf = (those) => those.filter((field) => !isTick(field) || field.checked).map(({ value }) => value);
  const standing = () => new Map(byName(fields()).map(([name, those]) => [name, valuesOf(those)]));
  const byName = (those) => those.map(({ name }) => [name, those.filter((one) => one.name === name)]);

  // What was typed here goes with the version it began from: the server may have got other words since.
  const recall = (field, base, text, sentBefore) => {
    const bases = basesOf(field.name);
    if (isTick(field) || !bases.length || isList(bases)) {
      if (plain(serverHas(field)) === plain(base)) set(field, text);
      return;
    }
    saved.set(keyOf(field), base);
    rebase(field.name, [base]);
    if (sentBefore) unheard.set(field.name, sentBefore);
    set(field, text);
  };

  const restore = () => {
    const entries = kept();
    for (const field of fields().filter((field) => keyOf(field) in entries)) recall(field, ...entries[keyOf(field)]);
    keep();
    if (Object.keys(kept()).length) again();
  };

  // A row of a list that was not touched here is not sent: another tab may have changed it since.
  const leaveOut = (data) => {
    for (const row of form.querySelectorAll("[data-row]")) {
      const own = fields().filter((field) => row.contains(field));
      if (own.every((field) => valueOf(field) === serverHas(field))) own.forEach(({ name }) => data.delete(name));
    }
  };

  // What was sent and no answer told of may be what the server has: our own words, and nobody else's.
  const MOST_UNHEARD = 8;
  const noteSent = () => {
    for (const [name, [value = ""]] of began) {
      const bases = basesOf(name);
      if (bases.length && !isList(bases)) unheard.set(name, [...new Set([...(unheard.get(name) ?? []), value])].slice(-MOST_UNHEARD));
    }
  };

  const complete = (data) => {
    leaveOut(data);
    for (const [name, texts] of unheard) for (const text of texts) data.append(`also_${name}`, text);
  };

  // -- Saving ------------------------------------------------------------------------------------

  const again = () => { clearTimeout(timer); form.dispatchEvent(new Event("again")); };

  // Signing in anew changes the token; the page, asked for again, brings the one that holds now.
  const renew = async () => {
    const answer = await fetch(page, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok || answer.redirected) return false;
    const token = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]").value;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
    return true;
  };

  const retry = async () => {
    clearTimeout(timer);
    const answer = await renew().catch(() => null);
    if (answer) again();
    else failed(answer === false);
  };

  const failed = (signedOut) => {
    status.textContent = `Not saved yet, trying again. ${signedOut ? "Please sign in again in another tab. " : ""}Your text is still here.`;
    if (signedOut && waiting) window.coffeeSession.tell(waiting.submitter ?? form.querySelector("button"));
    if (signedOut || tries > 0) waiting = null;
    clearTimeout(timer);
    timer = setTimeout(retry, Math.min(500 * 2 ** tries, 30_000));
    tries += 1;
  };

  const goOn = () => {
    if (!waiting) return;
    leaving = true;
    form.requestSubmit(waiting.submitter);
  };

  // Whoever pressed a button has not seen yet what comes from elsewhere, and is asked to press again.
  const showOutcome = async () => {
    const pressed = waiting;
    waiting = null;
    await lookAgain().catch(() => false);
    if (pressed) {
      status.textContent = "You changed this elsewhere meanwhile. Here is both together: please look, and press again.";
      status.scrollIntoView({ block: "center" });
    }
  };

  const succeeded = ({ xhr }) => {
    tries = 0;
    for (const [key, value] of sent) saved.set(key, value);
    for (const [name, values] of began) rebase(name, values);
    unheard.clear();
    keep();
    form.dispatchEvent(new Event("saved"));
    channel.postMessage(page);
    window.coffeeSession.forget();
    if (xhr.getResponseHeader("X-Elsewhere")) showOutcome();
    else goOn();
  };

  // -- What another tab or device wrote: shown wherever nothing was typed here since the last save --

  const isUntouched = (field) => valueOf(field) === serverHas(field);
  const keptIn = (part) => [...part.querySelectorAll("[name^=base_]")].map(({ name, value }) => `${name}=${value}`).join("\n");

  // The caret stays as far from the end as it was.
  const show = (field, value) => {
    const left = field.value.length - (field.selectionEnd ?? 0), here = document.activeElement === field;
    set(field, value);
    saved.set(keyOf(field), value);
    if (here && field.setSelectionRange && field.selectionEnd !== null) field.setSelectionRange(value.length - left, value.length - left);
  };

  const showFields = (there) => {
    let changed = false;
    const theirs = new Map([...there.elements].map((field) => [keyOf(field), field]));
    const outside = fields().filter((field) => !field.closest("[data-anew]"));
    for (const [name, own] of new Map(byName(outside))) {
      const others = own.map((field) => theirs.get(keyOf(field)));
      if (others.includes(undefined) || !own.every(isUntouched)) continue;
      const now = others.map((field) => asServed(field, there));
      if (own.every((field, at) => valueOf(field) === now[at])) continue;
      own.forEach((field, at) => show(field, now[at]));
      rebase(name, valuesOf(own));
      changed = true;
    }
    return changed;
  };

  const showParts = (there) => {
    let changed = false;
    for (const part of form.querySelectorAll("[data-anew]")) {
      const anew = there.querySelector(`#${part.id}`);
      if (!anew || keptIn(anew) === keptIn(part) || !fields().filter((field) => part.contains(field)).every(isUntouched)) continue;
      htmx.swap(part, anew.outerHTML, { swapStyle: "outerHTML" });
      changed = true;
    }
    return changed;
  };

  const view = () => new URLSearchParams([...form.querySelectorAll("[data-view]")].filter(({ type, checked }) => type === "hidden" || checked).map(({ name, value }) => [name, value]));

  const lookAgain = async () => {
    const answer = await fetch(`${page}?${view()}`, { signal: AbortSignal.timeout(10_000) });
    if (!answer.ok || answer.redirected) return false;
    const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(`form[data-autosave="${page}"]`);
    if (!there) return false;
    const changed = [showFields(there), showParts(there)].includes(true);
    if (changed) form.dispatchEvent(new Event("saved"));
    return changed;
  };

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
    detail.timeout = 10_000;
    complete(detail.formData);
    if (detail.elt !== form) return;
    // htmx takes the address and the value of the button in focus: saving must not send or remove.
    detail.path = form.getAttribute("hx-post");
    for (const button of form.querySelectorAll("button[name]")) detail.formData.delete(button.name);
  });
  form.addEventListener("htmx:beforeRequest", () => {
    clearTimeout(timer);
    sent = fields().map((field) => [keyOf(field), valueOf(field)]);
    began = standing();
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
  addEventListener("online", () => { if (tries) retry(); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (tries) retry();
    else lookBecause();
  });

  // A button saves first, so that no page of an error ever stands where the text was.
  form.addEventListener("submit", (event) => {
    if (leaving || !window.htmx) return;
    event.preventDefault();
    waiting = { submitter: event.submitter };
    tries = 0;
    again();
  });

  // Leaving within the moment before a save: send it along.
  addEventListener("pagehide", () => {
    if (leaving || !Object.keys(kept()).length) return;
    fetch(form.getAttribute("hx-post"), { method: "POST", headers: { "HX-Request": "true" }, body: new FormData(form), keepalive: true });
    began = standing();
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
    restore();
    if (waiting) again();
  });
})();
