// The clock of the call, by the agreed length. Five minutes before the end it shows how to wrap up and says so
// once. "Started late" and "five more" count on this device only; the calendar stays as it is.
(() => {
  const clock = document.getElementById("clock");
  const root = document.getElementById("live");
  if (!clock || !root) return;
  const part = (name) => document.getElementById(`clock-${name}`);
  const wrapUp = document.getElementById("wrap-up");
  const MINUTE = 60_000, NEAR_END = 5 * MINUTE;
  const starts = root.dataset.starts * 1000, ends = root.dataset.ends * 1000;
  const key = `live-clock:${root.dataset.user}:${root.dataset.chat}`;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let own = {}, saidFor = null;

  // Read anew at each tick, so that two tabs show one clock.
  const remembered = () => {
    try { return JSON.parse(localStorage.getItem(key)) ?? {}; } catch { return own; }
  };
  const remember = (changes) => {
    own = { ...remembered(), ...changes };
    try { localStorage.setItem(key, JSON.stringify(own)); } catch { /* lasts for this page */ }
    tick();
  };

  const two = (number) => String(number).padStart(2, "0");
  const digits = (left) => {
    const seconds = Math.ceil(left / 1000);
    return calm.matches ? String(Math.ceil(seconds / 60)) : `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  };
  const words = (waits, left) => {
    if (waits) return "minutes, not begun yet";
    if (!left) return "left: the agreed time is over";
    return calm.matches && left <= MINUTE ? "minute left" : "minutes left";
  };
  const write = (place, text) => { if (place.textContent !== text) place.textContent = text; };

  const tick = () => {
    const { from, more = 0 } = remembered(), now = Date.now();
    const begins = from ?? starts, end = begins + (ends - starts) + more * MINUTE;
    const left = Math.max(0, end - Math.max(now, begins)), isOn = now >= begins && left > 0;
    const isNear = isOn && left <= NEAR_END, isOver = left === 0;
    write(part("digits"), digits(left));
    write(part("words"), words(now < begins, left));
    root.classList.toggle("live--near", isNear);
    wrapUp.hidden = !isNear;
    part("over").hidden = !isOver;
    part("more").hidden = !(isNear || isOver);
    part("late").hidden = from !== undefined;
    part("agreed").hidden = from === undefined && !more;
    part("own").hidden = from === undefined && !more;
    if (isNear && saidFor !== end) {
      saidFor = end;
      part("said").textContent = "Five minutes left. Two sentences to say are on the page.";
    } else if (!isNear) part("said").textContent = "";
  };

  part("more").addEventListener("click", () => {
    const { from, more = 0 } = remembered();
    // Said after the end, the five minutes begin now.
    const late = Date.now() - ((from ?? starts) + (ends - starts) + more * MINUTE);
    remember({ more: more + 5 + Math.max(0, late / MINUTE) });
  });
  part("late").addEventListener("click", () => remember({ from: Date.now(), more: 0 }));
  part("agreed").addEventListener("click", () => {
    own = {};
    try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
    tick();
  });

  part("still").hidden = true;
  tick();
  setInterval(tick, 250);
  document.addEventListener("visibilitychange", tick);
})();
