// Drag a question to another place. The buttons Up and Down do the same without it, and by keyboard.
// A drag follows the pointer (mouse, pen, finger), and on letting go sends the same one request.
(() => {
  const list = () => document.querySelector("#chosen .asks");
  let dragged = null;

  const rows = () => [...list().children];

  const begin = (event) => {
    const handle = event.target.closest(".ask__handle");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    dragged = handle.closest(".ask");
    dragged.classList.add("ask--dragged");
    dragged.before = rows().indexOf(dragged);
    document.addEventListener("pointermove", follow);
    document.addEventListener("pointerup", drop);
    document.addEventListener("pointercancel", giveUp);
    document.addEventListener("keydown", escape);
  };

  const follow = ({ clientY }) => {
    const others = rows().filter((row) => row !== dragged);
    const below = others.find((row) => { const box = row.getBoundingClientRect(); return clientY < box.top + box.height / 2; });
    if (below) { if (dragged.nextElementSibling !== below) below.before(dragged); } else list().append(dragged);
    const edge = 64;
    if (clientY < edge) scrollBy(0, -12);
    else if (clientY > innerHeight - edge) scrollBy(0, 12);
  };

  const end = () => {
    for (const [kind, listener] of [["pointermove", follow], ["pointerup", drop], ["pointercancel", giveUp], ["keydown", escape]]) document.removeEventListener(kind, listener);
    const row = dragged;
    row.classList.remove("ask--dragged");
    dragged = null;
    return row;
  };

  const drop = () => {
    const row = end(), place = rows().indexOf(row);
    if (place !== row.before) send(row, place + 1);
  };

  const giveUp = () => {
    const row = end(), { before } = row;
    row.remove();
    list().insertBefore(row, list().children[before] ?? null);
  };

  const escape = ({ key }) => { if (key === "Escape") giveUp(); };

  // The row's own button sends it, with the rest of the list as it is typed.
  const send = (row, place) => {
    const button = row.querySelector("[name=up]"), to = document.createElement("input");
    Object.assign(to, { type: "hidden", name: "place", value: place });
    row.append(to);
    button.name = "move";
    button.removeAttribute("aria-disabled");
    button.click();
  };

  document.addEventListener("pointerdown", begin);
  // A button at the end of the list keeps its place in the order of focus, and does nothing.
  document.addEventListener("click", (event) => {
    if (event.target.closest(".ask [aria-disabled=true]")) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
})();
