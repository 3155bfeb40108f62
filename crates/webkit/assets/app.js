// The theme before anything is drawn, "/" for search, Escape for menus. Pages work without it.
(function () {
  "use strict";
  var root = document.documentElement;
  if (root.dataset.theme === "auto") {
    var dark = matchMedia("(prefers-color-scheme: dark)");
    var set = function () { root.dataset.bsTheme = dark.matches ? "dark" : "light"; };
    set();
    dark.addEventListener("change", set);
  }
  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      var search = document.getElementById("search");
      if (search) { event.preventDefault(); search.focus(); }
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.me[open]").forEach(function (d) { d.open = false; });
    }
  });
})();
