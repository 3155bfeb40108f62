// What pages do beyond their forms and links: the theme before anything is drawn, keys, the command
// palette. Every page works without it.
(function () {
  "use strict";
  var root = document.documentElement;
  if (root.dataset.theme === "auto") {
    var dark = matchMedia("(prefers-color-scheme: dark)");
    var set = function () { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
    set();
    dark.addEventListener("change", set);
  }

  var all = function (selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  };

  function open(id) {
    var dialog = document.getElementById(id);
    if (!dialog || dialog.open) { return; }
    all("dialog[open]").forEach(function (other) { other.close(); });
    dialog.showModal();
    var input = dialog.querySelector("input");
    if (input) { input.value = ""; narrow(dialog, ""); input.focus(); }
  }

  // Shows the ways whose name contains what was typed.
  function narrow(dialog, typed) {
    var wanted = typed.trim().toLowerCase();
    all("[data-ways] li", dialog).forEach(function (way) {
      way.hidden = wanted !== "" && way.textContent.toLowerCase().indexOf(wanted) < 0;
    });
    if (wanted === "") { document.getElementById("palette-found").textContent = ""; }
  }

  // Moves the focus among links, from the one that has it.
  function step(links, by) {
    if (links.length === 0) { return; }
    var at = links.indexOf(document.activeElement);
    var next = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
    links[Math.max(0, Math.min(links.length - 1, next))].focus();
  }

  document.addEventListener("input", function (event) {
    var dialog = event.target.closest("#palette");
    if (dialog) { narrow(dialog, event.target.value); }
  });

  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-open]");
    if (opener) { event.preventDefault(); open(opener.dataset.open); }
    // A click beside an open menu closes it; so does one beside an open dialog.
    all("details.me[open], details.pick[open], details.unmask[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
    if (event.target.tagName === "DIALOG") { event.target.close(); }
  });

  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    var palette = event.target.closest ? event.target.closest("#palette") : null;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open("palette");
    } else if (palette && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      var links = all("a", palette).filter(function (link) { return link.offsetParent !== null; });
      step(links, event.key === "ArrowDown" ? 1 : -1);
    } else if (palette && event.key === "Enter" && typing) {
      event.preventDefault();
      var first = all("a", palette).filter(function (link) { return link.offsetParent !== null; })[0];
      if (first) { first.click(); }
    } else if (event.key === "Escape") {
      all("details.me[open], details.pick[open], details.unmask[open]").forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    } else if (typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    } else if (/^[a-z0-9]$/.test(event.key) && document.querySelector("[data-key='" + event.key + "']")) {
      event.preventDefault();
      document.querySelector("[data-key='" + event.key + "']").click();
    } else if (event.key === "/") {
      var search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); }
    } else if (event.key === "?") {
      open("keys");
    } else if (event.key === "j" || event.key === "k") {
      step(all(".list tbody tr td:first-child a"), event.key === "j" ? 1 : -1);
    }
  });
})();
