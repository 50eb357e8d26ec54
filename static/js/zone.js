// Choose the device's own time zone in a form that has not been filled in yet. It stays changeable.
(() => {
  const select = document.querySelector("[data-detect-zone] select[name=time_zone]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (select && [...select.options].some((option) => option.value === zone)) select.value = zone;
})();
