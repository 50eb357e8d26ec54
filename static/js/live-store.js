// Changes on their way to the server. Each is kept on the device, under a key of its own, until it has
// arrived; a key is never written again with other words, so no tab clears what another one holds.
// The server knows each by its uid: one that goes twice counts once.
// place: how the keys begin. found, answered, refused, say: what the page does then.
window.coffeeLive = ({ place, found, answered, refused, say }) => {
  const PAUSE = 400, MAX_PAUSE = 3_000, FITS_KEEPALIVE = 60_000;
  const { device, renew, tries, ANSWER_WITHIN } = window.coffeeSaving;

  // A site without TLS has no crypto.randomUUID.
  const newUid = () => "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

  const tab = newUid(), store = device(place);
  let queue = [], busy = false, count = 0, problem = "", renewed = false, stored = true;

  // -- The device --

  const keep = (change) => { stored = store.keep(change.uid, change); };

  // A tab holds a lock for as long as it lives: only what a gone one left is taken over.
  navigator.locks?.request(`live-tab:${tab}`, () => new Promise(() => {}));
  const living = async () => (navigator.locks ? (await navigator.locks.query()).held.map(({ name }) => name) : []);

  const takeOver = async () => {
    const names = await living();
    const isLeft = (change) => change.tab !== tab && !names.includes(`live-tab:${change.tab}`) && !queue.some(({ uid }) => uid === change.uid);
    const left = store.kept().map(([, change]) => change).filter(isLeft).sort((one, other) => one.n - other.n);
    const own = queue.map(({ item }) => item);
    for (const change of left) Object.assign(change, { sent: true, refused: false, at: 0, shown: !own.includes(change.item) && found(change) });
    queue.unshift(...left);
    flush();
  };

  // -- What was typed --

  const of = (item) => queue.filter((change) => change.item === item);
  const same = (one, other) => Object.keys(one).every((name) => one[name] === other[name]);
  const drop = (change) => { queue = queue.filter((each) => each !== change); store.forget(change.uid); };

  // A newer change builds on the words of the one before it, which goes first; never on refused ones.
  const put = ({ item, url, fixed, base, values }) => {
    const before = of(item).findLast((change) => change.shown);
    const isOpen = before && !before.sent, now = Date.now();
    if (before) base = isOpen || before.refused ? before.base : before.values;
    const since = isOpen ? before.since : now;
    const change = { uid: newUid(), tab, n: now * 1000 + (count++ % 1000), item, url, fixed, base, values, since, at: now, shown: true };
    queue.push(change);
    keep(change);
    if (isOpen || before?.refused) drop(before);
    if (same(base, values) && !before?.refused) drop(change);
    tell();
    if (!problem) attempt.soon(PAUSE);
  };

  // -- Sending, one at a time --

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  const post = (change) => {
    const body = new URLSearchParams({ csrfmiddlewaretoken: token(), idempotency_key: change.uid, ...change.fixed });
    for (const [name, value] of Object.entries(change.values)) {
      body.set(name, value);
      body.set(`base_${name}`, change.base[name]);
    }
    const keepalive = body.toString().length < FITS_KEEPALIVE;
    return fetch(change.url, { method: "POST", body, keepalive, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(ANSWER_WITHIN) });
  };

  const later = (why) => {
    problem = why;
    attempt.later();
    return false;
  };

  // With the first fresh token at once, however long one was signed out; where it does not help, in time.
  const again = async () => {
    const why = await renew();
    if (why === "signed out") renewed = false;
    if (why) return later(why);
    if (renewed) return later("busy");
    renewed = true;
    attempt.begin();
    later("busy");
    attempt.soon(0);
    return false;
  };

  const arrived = (change, has) => {
    attempt.begin();
    problem = "";
    renewed = false;
    drop(change);
    answered(change, has);
    return true;
  };

  // Its words stay in the field and on the device; what is typed next does not build on them.
  const setAside = (change, errors) => {
    problem = "";
    renewed = false;
    change.refused = true;
    const next = of(change.item).find((each) => each.shown && !each.sent);
    if (next) {
      next.base = change.base;
      keep(next);
      drop(change);
    }
    refused(change, errors);
    return true;
  };

  const deliver = async (change) => {
    change.sent = true;
    const answer = await post(change).catch(() => null);
    if (!answer) return later("offline");
    if (answer.redirected || answer.status === 403) return again();
    if (answer.status === 404) return "text" in change.values ? setAside(change, []) : arrived(change, change.values);
    const has = await answer.json().catch(() => null);
    if (has && answer.status === 422) return setAside(change, has.errors);
    return has && answer.ok ? arrived(change, has) : later("busy");
  };

  const isDue = ({ at, since }) => Date.now() - at >= PAUSE || Date.now() - since >= MAX_PAUSE;
  const send = async (all = false) => {
    if (busy) return;
    busy = true;
    attempt.stop();
    const next = () => queue.find((change) => !change.refused && (all || change.sent || isDue(change)));
    let goesOn = true;
    for (let change = next(); goesOn && change; change = next()) goesOn = await deliver(change);
    busy = false;
    if (goesOn && queue.some((change) => !change.refused)) attempt.soon(PAUSE);
    tell();
  };
  const flush = () => send(true);
  const attempt = tries(send);

  const tell = () => {
    const waits = queue.some((change) => !change.refused);
    if (!waits && queue.length) say("refused");
    else if (!waits) say("saved");
    else if (!stored) say("not kept");
    else say(problem || "saving");
  };

  // Leaving within the moment before a save: send it along. What is not heard of goes again next time.
  const leave = () => {
    for (const change of queue.filter((each) => !each.sent && of(each.item)[0] === each)) {
      change.sent = true;
      post(change).catch(() => {});
    }
  };

  addEventListener("online", () => { attempt.begin(); flush(); });
  addEventListener("pagehide", leave);
  addEventListener("pageshow", ({ persisted }) => { if (persisted) flush(); });
  document.addEventListener("visibilitychange", () => (document.hidden ? flush() : takeOver()));

  return { newUid, put, flush, takeOver, same, waits: (item) => of(item).some((change) => change.shown && !change.refused) };
};
