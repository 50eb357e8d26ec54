// The page beside the call: whatever is typed, ticked or starred is kept at once and sent by itself, and
// two tabs show each other's words. Without script all of it is one form with one button.
(() => {
  const root = document.getElementById("live");
  if (!root || !window.coffeeLive) return;
  const { user, chat, page, worker } = root.dataset;
  const place = `live:${user}:${chat}:`;
  const status = document.getElementById("live-status");
  const freeNotes = document.getElementById("free-notes");
  const template = document.getElementById("new-note");
  const others = new BroadcastChannel(place);
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

  // -- The parts of the page --

  const NAMES = ["text", "starred", "asked"];
  const fieldOf = (part, name) => part.querySelector(`[data-field=${name}]`);
  const fieldsOf = (part) => NAMES.map((name) => fieldOf(part, name)).filter(Boolean);
  const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
  const read = (part) => Object.fromEntries(fieldsOf(part).map((field) => [field.dataset.field, valueOf(field)]));
  const baseOf = (part) => Object.fromEntries(fieldsOf(part).map(({ dataset: { field: name }, type }) => {
    const { value } = fieldOf(part, `base_${name}`);
    return [name, type === "checkbox" ? value === "true" : value];
  }));
  const fixedOf = (part) => Object.fromEntries(["uid", "question"].filter((name) => fieldOf(part, name)).map((name) => [name, fieldOf(part, name).value]));
  const isTyping = ({ part }) => part.contains(document.activeElement) && document.activeElement.type === "textarea";

  const show = ({ part }, values) => {
    for (const field of fieldsOf(part)) {
      const value = values[field.dataset.field];
      if (field.type === "checkbox") field.checked = value;
      else if (field.value !== value) field.value = value;
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

  const complain = ({ part }, errors) => {
    const place = part.querySelector(".field__error");
    if (!place) return;
    place.textContent = errors.join(" ");
    place.hidden = !errors.length;
    part.classList.toggle("field--wrong", errors.length > 0);
    fieldOf(part, "text").toggleAttribute("aria-invalid", errors.length > 0);
  };

  const changed = (item) => {
    const { key, part, base } = item, values = read(part), fixed = fixedOf(part);
    store.put({ item: key, url: part.dataset.url, fixed, base, values });
    others.postMessage({ key, fixed, values, sent: false });
    leaveRoom();
  };

  const begin = (part) => {
    const item = { key: part.dataset.live, part, base: baseOf(part), latest: null, at: 0 };
    items.set(item.key, item);
    part.addEventListener("input", () => changed(item));
    part.addEventListener("focusout", () => setTimeout(() => settle(item)));
    if (!store.same(read(part), item.base)) changed(item); // typed before this script was there
    return item;
  };

  // -- Notes that stand alone --

  const isBlank = (part) => !fieldOf(part, "text").value && !fieldOf(part, "starred").checked;
  const addNote = (uid) => {
    const blank = fieldOf(template.content, "uid").value, holder = document.createElement("template");
    holder.innerHTML = template.innerHTML.replaceAll(blank, uid);
    const part = holder.content.querySelector("[data-live]");
    const last = freeNotes.lastElementChild;
    if (last && isBlank(last)) last.before(part);
    else freeNotes.append(part);
    return begin(part);
  };
  const leaveRoom = () => { if (!freeNotes.lastElementChild || !isBlank(freeNotes.lastElementChild)) addNote(store.newUid()); };
  const itemOf = (key, fixed) => items.get(key) ?? (key.startsWith("note:") ? addNote(fixed.uid) : null);

  // -- What comes back, and from where --

  const store = window.coffeeLive({
    place,
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
      others.postMessage({ key, fixed, values: has, sent: true, at });
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

  others.onmessage = ({ data: { key, fixed, values, sent, at } }) => {
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
  for (const part of root.querySelectorAll("[data-live]")) begin(part);
  leaveRoom();
  document.getElementById("save-everything").hidden = true;
  root.addEventListener("submit", (event) => { event.preventDefault(); store.flush(); });
  status.textContent = "Saves by itself as you type.";
  store.takeOver();
  navigator.serviceWorker?.register(worker, { scope: "/chats/" }).then(keepPage).catch(() => { /* then it opens online only */ });
})();
