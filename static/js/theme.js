// Runs before the first paint, so a remembered theme never flashes; then wires the switch.
(() => {
  const root = document.documentElement;
  const remembered = () => {
    try { return localStorage.getItem("theme"); } catch { return null; }
  };
  const show = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  const remember = (theme) => {
    try { localStorage.setItem("theme", theme); } catch { /* private mode: lasts for this page */ }
  };

  show(remembered());
  addEventListener("storage", (event) => { if (event.key === "theme") show(event.newValue); });
  addEventListener("DOMContentLoaded", () => {
    const box = document.querySelector(".theme");
    if (!box) return;
    const chosen = box.querySelector(`[value="${root.dataset.theme || "system"}"]`);
    if (chosen) chosen.checked = true;
    box.hidden = false;
    box.addEventListener("change", (event) => { show(event.target.value); remember(event.target.value); });
  });
})();
