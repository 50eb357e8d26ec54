// The fields of a form that saves itself, and the version of each that the page began from: what autosave.js and
// elsewhere.js go by.
window.coffeeFields = (form) => {
  const isTick = (field) => field.type === "checkbox" || field.type === "radio";
  const keyOf = (field) => (isTick(field) ? `${field.name}=${field.value}` : field.id);
  const valueOf = (field) => (isTick(field) ? String(field.checked) : field.value);
  const set = (field, value) => {
    if (isTick(field)) field.checked = value === "true";
    else field.value = value;
  };
  // A field of the form that stands outside of it is saved by a button alone.
  const fields = () => [...form.elements].filter((field) => form.contains(field) && !field.disabled && keyOf(field) && field.matches("textarea, select, input:not([type=hidden])"));

  // Each field goes with `base_`, the version it began from, so that the server can bring together
  // what two tabs or devices wrote. A list of choices has a base for each, and begins with an empty one.
  const basesOf = (name, where = form) => [...where.querySelectorAll(`[name="base_${name}"]`)];
  const loneBase = (name, where) => basesOf(name, where).find(({ dataset }, at) => !at && dataset.list === undefined);

  const asServed = (field, where = form) => {
    const bases = basesOf(field.name, where), base = loneBase(field.name, where);
    if (isTick(field)) return String(bases.length ? bases.some(({ value }) => value === field.value) : field.defaultChecked);
    if (base) return base.value;
    if (field.type === "select-one") return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
    return field.defaultValue;
  };

  const rebase = (name, values) => {
    const [first, ...rest] = basesOf(name), base = loneBase(name);
    if (base) base.value = values[0] ?? "";
    if (base || !first) return;
    rest.forEach((one) => one.remove());
    first.after(...values.map((value) => {
      const one = first.cloneNode();
      one.value = value;
      delete one.dataset.list;
      return one;
    }));
  };

  const valuesOf = (those) => those.filter((field) => !isTick(field) || field.checked).map(({ value }) => value);
  const byName = (those) => those.map(({ name }) => [name, those.filter((one) => one.name === name)]);

  return { fields, isTick, keyOf, valueOf, set, loneBase, asServed, rebase, valuesOf, byName };
};
