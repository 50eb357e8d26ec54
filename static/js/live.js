// The page beside the call: whatever is typed, ticked or starred is kept at once and sent by itself, and
// two tabs show each other's words. Without script each part is a form with a button of its own.
(() => {
  const root = document.getElementById("live");
  if (!root || !window.coffeeLive) return;
  const { newUid, liveStore } = window.coffeeLive;
  const { user, chat, page, worker } = root.dataset;
  const place = `live:${user}:${chat}:`;
  const status = document.getElementById("live-status");
  const freeNotes = document.getElementById("free-notes");
  const template = document.getElementById("new-note");
  const others = window.BroadcastChannel ? new BroadcastChannel(place) : null;
  const items = new Map();

  const WORDS = {
    "saved": "Saved",
    "offline": "Kept on this device, will be sent when you are back online.",
    "busy": "Kept on this device. The site did not take it just now, trying again.",
    "signed out": "Kept on this device. Please sign in again in another tab, then it is sent.",
    "not kept": "Not saved yet, and this browser keeps nothing. Please leave this page open.",
    "refused": "Something is not saved yet: see what it says there.",
  };
  const GONE = "This chat cannot be reached. Your words are kept on this device.";

  // -- The parts of the page -----------------------------------------------------------------------

  const NAMES = ["text", "starred", "asked"];
  const fieldsOf = (form) => NAMES.map((name) => form.elements[name]).filter(Boolean);
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const read = (form) => Object.fromEntries(fieldsOf(form).map((field) => [field.name, valueOf(field)]));
  const baseOf = (form) => Object.fromEntries(fieldsOf(form).map(({ name, type }) => {
    const { value } = form.elements[`base_${name}`];
    return [name, type === "checkbox" ? value === "true" : value];
  }));
  const fixedOf = (form) => Object.fromEntries(["uid", "question"].filter((name) => form.elements[name]).map((name) => [name, form.elements[name].value]));
  const same = (one, other) => Object.keys(one).every((name) => one[name] === other[name]);
  const isTyping = ({ form }) => document.activeElement?.form === form && document.activeElement.type === "textarea";

  const show = ({ form }, values) => {
    for (const field of fieldsOf(form)) {
      if (field.type === "checkbox") field.checked = values[field.name];
      else if (field.value !== values[field.name]) field.value = values[field.name];
    }
    leaveRoom();
  };

  // What came from elsewhere waits until nobody types there; what is typed then builds on what is shown.
  const settle = (item) => {
    if (!item.latest || store.waits(item.key) || isTyping(item)) return;
    item.base = item.latest;
    item.latest = null;
    show(item, item.base);
  };

  // Answers to two tabs come in any order: the later one holds.
  const hear = (item, values, at) => {
    if (at < item.at) return;
    item.latest = values;
    item.at = at;
  };

  const complain = ({ form }, errors) => {
    const place = form.querySelector(".field__error");
    if (!place) return;
    place.textContent = errors.join(" ");
    place.hidden = !errors.length;
    form.classList.toggle("field--wrong", errors.length > 0);
    form.elements.text.toggleAttribute("aria-invalid", errors.length > 0);
  };

  const changed = (item) => {
    const { key, form, base } = item, values = read(form), fixed = fixedOf(form);
    store.put({ item: key, url: form.getAttribute("action"), fixed, base, values });
    others?.postMessage({ key, fixed, values, sent: false });
    leaveRoom();
  };

  const begin = (form) => {
    const item = { key: form.dataset.live, form, base: baseOf(form), latest: null, at: 0 };
    items.set(item.key, item);
    for (const button of form.querySelectorAll("[data-plain]")) button.hidden = true;
    form.addEventListener("input", () => changed(item));
    form.addEventListener("focusout", () => setTimeout(() => settle(item)));
    form.addEventListener("submit", (event) => { event.preventDefault(); store.flush(); });
    if (!same(read(form), item.base)) changed(item); // typed before this script was there
    return item;
  };

  // -- Notes that stand alone ----------------------------------------------------------------------

  const isBlank = (form) => !form.elements.text.value && !form.elements.starred.checked;
  const addNote = (uid) => {
    const blank = template.content.querySelector("[name=uid]").value, holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll(blank, uid);
    const form = holder.content.querySelector("form");
    form.elements.csrfmiddlewaretoken.value = store.token();
    const last = freeNotes.lastElementChild;
    if (last && isBlank(last)) last.before(form);
    else freeNotes.append(form);
    return begin(form);
  };
  const leaveRoom = () => { if (!freeNotes.lastElementChild || !isBlank(freeNotes.lastElementChild)) addNote(newUid()); };
  const itemOf = (key, fixed) => items.get(key) ?? (key.startsWith("note:") ? addNote(fixed.uid) : null);

  // -- What comes back, and from where -------------------------------------------------------------

  const store = liveStore({
    place,
    page,
    // Words of a tab that is gone, where this one has none of its own under way.
    found: ({ item: key, fixed, values }) => {
      const item = itemOf(key, fixed);
      if (item) show(item, values);
      return Boolean(item);
    },
    answered: ({ item: key, fixed, values }, { at = 0, ...has }) => {
      const item = items.get(key);
      if (!item) return;
      complain(item, []);
      if (store.waits(key)) return;
      item.base = values;
      hear(item, has, at);
      settle(item);
      others?.postMessage({ key, fixed, values: has, sent: true, at });
      keepPageSoon();
    },
    refused: ({ item: key }, errors) => { if (items.has(key)) complain(items.get(key), errors.length ? errors : [GONE]); },
    say: (state) => {
      const begins = !status.dataset.state;
      status.dataset.state = state;
      if (begins && state === "saved") return;
      if (WORDS[state] && status.textContent !== WORDS[state]) status.textContent = WORDS[state];
    },
  });

  if (others) others.onmessage = ({ data: { key, fixed, values, sent, at } }) => {
    const item = itemOf(key, fixed);
    if (!item) return;
    if (sent) hear(item, values, at);
    if (store.waits(key) || isTyping(item)) return; // ours is under way; the server brings both together
    if (sent) settle(item);
    else show(item, values);
  };

  // A worker keeps the page for where there is no connection: anew once everything has arrived.
  let quiet;
  const files = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
  const keepPage = async () => {
    const { active } = await navigator.serviceWorker.ready;
    active.postMessage({ page, files });
  };
  const keepPageSoon = () => {
    clearTimeout(quiet);
    if (navigator.serviceWorker?.controller) quiet = setTimeout(keepPage, 2_000);
  };

  // A page kept for times without a connection would give the same uid to each new note.
  if (isBlank(freeNotes.lastElementChild)) freeNotes.lastElementChild.remove();
  for (const form of root.querySelectorAll("form[data-live]")) begin(form);
  leaveRoom();
  status.textContent = "Saves by itself as you type.";
  store.takeOver();
  navigator.serviceWorker?.register(worker, { scope: "/chats/" }).then(keepPage).catch(() => { /* then it opens online only */ });
})();
