// What all that saves itself goes by, forms (autosave.js) and notes beside a call (live-store.js): words stay
// on the device until they have arrived, tries grow rarer, and signing in anew brings a new token.
window.coffeeSaving = (() => {
  const ANSWER_WITHIN = 10_000, MAX_WAIT = 30_000;
  const session = window.coffeeSession;

  // Each piece has a key of its own below `place`, so no tab clears what another one holds. There may be no storage.
  const safely = (act) => { try { return act(); } catch { return null; } };
  const device = (place) => ({
    keep: (key, value) => safely(() => { localStorage[place + key] = JSON.stringify(value); return true; }),
    forget: (key) => safely(() => delete localStorage[place + key]),
    kept: () => (safely(() => Object.keys(localStorage)) ?? []).filter((key) => key.startsWith(place))
      .map((key) => [key.slice(place.length), safely(() => JSON.parse(localStorage[key]))]).filter(([, value]) => value),
  });

  // The token of whose session it is by now. Answers why there is none for us, or nothing.
  const renew = async () => {
    const now = await session?.ask(ANSWER_WITHIN);
    if (!now) return navigator.onLine ? "busy" : "offline";
    if (now.whose !== session.whose) return "signed out";
    session.renew(now.token);
    return "";
  };

  const tries = (send) => {
    let failed = 0, timer;
    const stop = () => clearTimeout(timer);
    const soon = (wait) => { stop(); timer = setTimeout(send, wait); };
    const later = () => soon(Math.min(500 * 2 ** failed++, MAX_WAIT));
    return { stop, soon, later, begin: () => { failed = 0; }, failed: () => failed };
  };

  return { device, renew, tries, ANSWER_WITHIN };
})();
