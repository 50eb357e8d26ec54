// Half a minute to say a self-introduction aloud. The clock is the page's own: nothing is recorded.
(() => {
  const box = document.querySelector("[data-rehearse]");
  if (!box) return;
  const seconds = Number(box.dataset.rehearse);
  const [left, bar, button, said] = ["[role=timer]", "progress", "button", "[role=status]"].map((one) => box.querySelector(one));
  let began = 0, tick;

  const show = (gone) => {
    left.textContent = gone <= seconds ? String(Math.ceil(seconds - gone)) : `+${Math.floor(gone - seconds)}`;
    bar.value = Math.min(gone, seconds);
    box.classList.toggle("rehearse--over", gone > seconds);
  };

  const gone = () => (performance.now() - began) / 1000;

  const start = () => {
    began = performance.now();
    said.textContent = "";
    button.textContent = "Done";
    show(0);
    tick = setInterval(() => show(gone()), 200);
  };

  const stop = () => {
    clearInterval(tick);
    tick = 0;
    const took = Math.max(1, Math.round(gone()));
    button.textContent = "Once more";
    said.textContent = took > seconds + 5 ? `${took} seconds. Leave one sentence out and it fits.` : took < seconds - 10 ? `${took} seconds. There is room for a breath.` : `${took} seconds. That is a good length.`;
  };

  button.addEventListener("click", () => (tick ? stop() : start()));
  box.hidden = false;
})();
