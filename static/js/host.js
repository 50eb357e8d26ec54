// Two courtesies; the page does all it promises without them.
(() => {
  const offer = document.getElementById("your-zone");
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const address = new URL(location.href);
  const listed = (name, list) => list.split(" ").includes(name);
  // A browser that hides where it is says UTC, or Etc and an offset: nobody lives there.
  const elsewhere = () => listed(mine.split("/")[0], offer.dataset.regions) && !listed(mine, offer.dataset.zones);
  if (offer && mine && elsewhere() && !["zone", "place"].some((name) => address.searchParams.has(name))) {
    const link = offer.querySelector("a");
    const search = new URLSearchParams(address.search);
    search.set("zone", mine);
    link.search = search;
    link.querySelector("span").textContent = mine.split("/").pop().replaceAll("_", " ");
    offer.hidden = false;
  }
  const print = document.getElementById("print");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
})();
