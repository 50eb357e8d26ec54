// What can be taken back for some seconds goes once they are over. Without script the button stays, and says so.
(() => {
  const offer = document.querySelector("form[data-seconds]");
  setTimeout(() => offer.remove(), offer.dataset.seconds * 1000);
})();
