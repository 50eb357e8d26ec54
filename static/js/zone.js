// Choose the device's own time zone in a form that has not been filled in yet. It stays changeable.
(() => {
  const select = document.querySelector("[data-detect-zone] select[name=time_zone]");
  if (!select) return;
  const nameOf = (timeZone) => Intl.DateTimeFormat([], timeZone ? { timeZone } : {}).resolvedOptions().timeZone;
  const mine = nameOf();
  const names = [...select.options].map((option) => option.value);
  // Browsers know some cities by older names, Asia/Calcutta for one: they compare them themselves.
  const isMine = (name) => { try { return nameOf(name) === mine; } catch { return false; } };
  const zone = names.includes(mine) ? mine : names.find((name) => name && isMine(name));
  if (zone) select.value = zone;
})();
