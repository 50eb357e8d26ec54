// The week to pick times from: arrow keys walk it, a drag picks several, a line says what each is.
// Where one time is picked its cells are radio buttons, and nothing is dragged.
// Without script its tick boxes are reached by tab. A finger moving up or down still scrolls.
(() => {
  let at = null, drag = null, wanted = null;

  const table = () => document.querySelector("[data-week]");
  const boxOf = (element) => element?.closest?.("[data-week] .cell")?.control ?? null;
  const isHard = (box) => box.getAttribute("aria-disabled") === "true";
  const rows = () => [...table().tBodies[0].rows].filter((row) => row.offsetParent);
  const boxIn = (row, column) => row?.cells[column]?.querySelector("input") ?? null;

  const say = (box) => {
    const line = document.querySelector("[data-said]");
    if (line && box) line.textContent = box.labels[0].textContent.trim();
  };

  // One tick box takes part in the tab order; those that cannot be picked can still be read.
  const enter = (box) => {
    for (const other of table().querySelectorAll("input")) other.tabIndex = -1;
    at = box;
    if (at) at.tabIndex = 0;
  };

  const start = () => {
    if (!table()) return;
    for (const box of table().querySelectorAll("input:disabled")) {
      box.disabled = false;
      box.setAttribute("aria-disabled", "true");
      box.labels[0].removeAttribute("title"); // the line says it
    }
    const first = rows().flatMap((row) => [...row.querySelectorAll("input")]);
    enter(first.find((box) => box.checked) ?? first.find((box) => !isHard(box)) ?? first[0]);
    if (wanted) {
      const same = first.find((box) => box.value.endsWith(wanted.hour) && box.closest("td").cellIndex === wanted.column) ?? at;
      wanted = null;
      enter(same);
      same.focus();
    }
  };

  const changed = (box) => box.dispatchEvent(new Event("input", { bubbles: true }));

  // -- Keys --------------------------------------------------------------------------------------

  const step = (box, down, right) => {
    const all = rows(), cell = box.closest("td");
    let row = all.indexOf(cell.parentElement), column = cell.cellIndex, next = null;
    do {
      row += down;
      column += right;
      next = boxIn(all[row], column);
    } while (!next && all[row] && column > 0 && column <= 7);
    return next;
  };

  const turn = (box, button) => {
    if (!button) return;
    wanted = { hour: box.value.slice(10), column: box.closest("td").cellIndex };
    button.click();
  };

  const KEYS = {
    ArrowUp: (box) => step(box, -1, 0),
    ArrowDown: (box) => step(box, 1, 0),
    ArrowLeft: (box) => step(box, 0, -1),
    ArrowRight: (box) => step(box, 0, 1),
    Home: (box) => boxIn(box.closest("tr"), 1),
    End: (box) => boxIn(box.closest("tr"), 7),
    PageUp: (box) => turn(box, document.getElementById("week-earlier")),
    PageDown: (box) => turn(box, document.getElementById("week-later")),
  };

  document.addEventListener("keydown", (event) => {
    const box = boxOf(event.target.labels?.[0]);
    if (!box || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key](box)?.focus();
  });
  document.addEventListener("focusin", ({ target }) => {
    const box = boxOf(target.labels?.[0]);
    if (!box) return;
    enter(box);
    say(box);
  });
  document.addEventListener("click", (event) => {
    const box = boxOf(event.target.labels?.[0] ?? event.target);
    if (box && isHard(box)) { event.preventDefault(); say(box); }
  });

  // -- Drag --------------------------------------------------------------------------------------

  const minutesOf = (box) => Number(box.value.slice(11, 13)) * 60 + Number(box.value.slice(14, 16));

  // Times that would overlap are left out: a drag down a day picks one after the other.
  const isCrowded = (box) => [...table().querySelectorAll("input:checked")].some((other) => other !== box && other.value.slice(0, 10) === box.value.slice(0, 10) && Math.abs(minutesOf(other) - minutesOf(box)) < Number(table().dataset.minutes));

  const paint = (box) => {
    if (!box || isHard(box) || box.checked === drag.picks || (drag.picks && isCrowded(box))) return;
    box.checked = drag.picks;
    drag.boxes.push(box);
  };

  document.addEventListener("pointerdown", (event) => {
    const box = boxOf(event.target);
    if (box?.type === "checkbox" && event.isPrimary && event.button === 0) drag = { from: box, picks: !box.checked, boxes: [], moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    const box = boxOf(document.elementFromPoint(event.clientX, event.clientY));
    if (!drag) return box && say(box);
    if (!drag.moved && (!box || box === drag.from)) return;
    if (!drag.moved) { drag.moved = true; paint(drag.from); }
    paint(box);
    if (box) say(box);
  });
  document.addEventListener("pointerup", () => {
    const done = drag;
    drag = null;
    if (!done?.moved) return;
    // The click that may follow belongs to the drag.
    const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
    if (done.boxes.length) changed(done.boxes[0]);
  });
  document.addEventListener("pointercancel", () => {
    for (const box of drag?.boxes ?? []) box.checked = !drag.picks;
    drag = null;
  });

  document.addEventListener("htmx:afterSettle", ({ target }) => { if (target.id === "times" || target.querySelector?.("[data-week]")) start(); });
  start();
})();
