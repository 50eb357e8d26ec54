// Choose the device's own time zone in a form that has not been filled in yet. It stays changeable.
(() => {
  const select = document.querySelector("[data-detect-zone] select[name=time_zone]");
  if (!select) return;
  // Browsers know some cities by older names, Asia/Calcutta for one.
  const aliases = JSON.parse(document.getElementById("zone-aliases").textContent);
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = aliases[mine] ?? mine;
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
})();
