// What another tab or device wrote of a form that saves itself (autosave.js): it is shown wherever nothing was typed
// here since the last save. `shown` hears of each field that shows it.
window.coffeeElsewhere = (form, { isUntouched, shown }) => {
  const page = form.dataset.autosave;
  const { ANSWER_WITHIN } = window.coffeeSaving;
  const { fields, keyOf, valueOf, set, asServed, rebase, valuesOf, byName } = window.coffeeFields(form);

  const keptIn = (part) => [...part.querySelectorAll("[name^=base_]")].map(({ name, value }) => `${name}=${value}`).join("\n");

  // What is selected, or the caret, stays as far from the end as it was. htmx forgets a selection from the first letter on.
  const selectionOf = (field) => {
    if (document.activeElement !== field || typeof field.selectionEnd !== "number") return () => {};
    const fromEnd = [field.selectionStart, field.selectionEnd].map((at) => field.value.length - at);
    return (anew) => anew.setSelectionRange(...fromEnd.map((back) => Math.max(0, anew.value.length - back)));
  };

  const show = (field, value) => {
    const select = selectionOf(field);
    set(field, value);
    shown(keyOf(field), value);
    select(field);
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

  const showPart = (part, anew) => {
    const { activeElement } = document, select = selectionOf(activeElement);
    htmx.swap(part, anew.outerHTML, { swapStyle: "outerHTML" });
    if (document.activeElement.id === activeElement.id) select(document.activeElement);
  };

  const showParts = (there) => {
    let changed = false;
    for (const part of form.querySelectorAll("[data-anew]")) {
      const anew = there.querySelector(`#${part.id}`);
      if (!anew || keptIn(anew) === keptIn(part) || !fields().filter((field) => part.contains(field)).every(isUntouched)) continue;
      showPart(part, anew);
      changed = true;
    }
    return changed;
  };

  const view = () => new URLSearchParams([...form.querySelectorAll("[data-view]")].filter(({ type, checked }) => type === "hidden" || checked).map(({ name, value }) => [name, value]));

  const lookAgain = async () => {
    const answer = await fetch(`${page}?${view()}`, { signal: AbortSignal.timeout(ANSWER_WITHIN) });
    if (!answer.ok || answer.redirected) return false;
    const there = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(`form[data-autosave="${page}"]`);
    if (!there) return false;
    const changed = [showFields(there), showParts(there)].includes(true);
    if (changed) form.dispatchEvent(new Event("saved"));
    return changed;
  };

  return lookAgain;
};
