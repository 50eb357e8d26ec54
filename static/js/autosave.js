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
  let sent = [], tries = 0, timer, waiting = null, leaving = false;

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
  const asServed = (field) => {
    if (isTick(field)) return String(field.defaultChecked);
    if (field.type === "select-one") return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
    return field.defaultValue;
  };
  const serverHas = (field) => saved.get(keyOf(field)) ?? asServed(field);
  const plain = (text) => text.replace(/\s+/g, " ").trim();

  const keep = () => {
    const kept = fields().filter((field) => valueOf(field) !== serverHas(field)).map((field) => [keyOf(field), [serverHas(field), valueOf(field)]]);
    try {
      if (kept.length) localStorage.setItem(storeKey, JSON.stringify(Object.fromEntries(kept)));
      else localStorage.removeItem(storeKey);
    } catch { /* no storage: the page still holds it */ }
  };

  const kept = () => {
    try { return JSON.parse(localStorage.getItem(storeKey)) ?? {}; } catch { return {}; }
  };

  // Where the server has got other words since, from another device, long text goes below them.
  const together = (field, base, text) => {
    const server = serverHas(field);
    if (plain(server) === plain(base)) return text;
    return field.type !== "textarea" || plain(server).includes(plain(text)) ? server : `${server}\n\n${text}`;
  };

  const restore = () => {
    const entries = kept();
    for (const field of fields().filter((field) => keyOf(field) in entries)) set(field, together(field, ...entries[keyOf(field)]));
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
    if (tries > 0) waiting = null;
    clearTimeout(timer);
    timer = setTimeout(retry, Math.min(500 * 2 ** tries, 30_000));
    tries += 1;
  };

  const goOn = () => {
    if (!waiting) return;
    leaving = true;
    form.requestSubmit(waiting.submitter);
  };

  // Text that several devices write goes with the version it began from, so that the server can
  // bring them together.
  const rebase = (field) => {
    const base = form.elements[`base_${field.name}`];
    if (base) base.value = serverHas(field);
  };

  const succeeded = () => {
    tries = 0;
    for (const [key, value] of sent) saved.set(key, value);
    fields().forEach(rebase);
    keep();
    form.dispatchEvent(new Event("saved"));
    goOn();
  };

  // Whoever is signed out is led to another page, which is no sign of saving.
  const isLedAway = ({ xhr, requestConfig }) => xhr.responseURL !== new URL(requestConfig.path, location.href).href;
  const isRefused = ({ xhr }) => xhr.status === 422 || xhr.status === 409;

  form.addEventListener("input", keep);
  form.addEventListener("formdata", ({ formData }) => leaveOut(formData));
  form.addEventListener("htmx:configRequest", ({ detail }) => {
    detail.timeout = 10_000;
    leaveOut(detail.formData);
    if (detail.elt !== form) return;
    // htmx takes the address and the value of the button in focus: saving must not send or remove.
    detail.path = form.getAttribute("hx-post");
    for (const button of form.querySelectorAll("button[name]")) detail.formData.delete(button.name);
  });
  form.addEventListener("htmx:beforeRequest", () => {
    clearTimeout(timer);
    sent = fields().map((field) => [keyOf(field), valueOf(field)]);
  });
  form.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (isLedAway(detail)) detail.shouldSwap = false;
    else if (isRefused(detail)) { detail.shouldSwap = true; detail.isError = false; }
  });
  form.addEventListener("htmx:afterOnLoad", ({ detail }) => {
    if (isRefused(detail)) goOn();
    else if (isLedAway(detail)) failed(true);
    else if (detail.xhr.status >= 400) failed(false);
    else succeeded();
  });
  // A part that comes anew is what the server has now.
  form.addEventListener("htmx:load", ({ target }) => {
    const anew = new Set(fields().filter((field) => target.contains(field)).map(keyOf));
    for (const key of anew) saved.delete(key);
    sent = sent.filter(([key]) => !anew.has(key));
  });
  for (const kind of ["htmx:sendError", "htmx:timeout"]) form.addEventListener(kind, () => failed(false));
  addEventListener("online", () => { if (tries) retry(); });
  document.addEventListener("visibilitychange", () => { if (tries && !document.hidden) retry(); });

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
    if (!leaving && Object.keys(kept()).length) fetch(form.getAttribute("hx-post"), { method: "POST", headers: { "HX-Request": "true" }, body: new FormData(form), keepalive: true });
  });
  addEventListener("pageshow", () => { leaving = false; waiting = null; });

  // htmx is ready to listen once the page is.
  addEventListener("DOMContentLoaded", restore);
})();
