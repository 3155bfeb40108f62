// Draws the maps of a page: shapes from their address, shades from the figures beside the map.
(function () {
  "use strict";

  function tip(place) {
    var text = document.createElement("span");
    text.textContent = place.name + "  " + (place.shown === null ? "–" : place.shown);
    return text;
  }

  function name(place) { return "shape" + (place && place.shade !== null ? " shape-" + place.shade : ""); }

  function draw(figure) {
    var data = JSON.parse(figure.querySelector("script").textContent);
    figure.classList.add("drawn");
    fetch(data.shapes, { headers: { accept: "application/geo+json" } }).then(function (answer) {
      if (!answer.ok) { throw new Error(String(answer.status)); }
      return answer.json();
    }).then(function (shapes) {
      if (!shapes.features || !shapes.features.length) { throw new Error("nothing to draw"); }
      var map = L.map(figure.querySelector(".drawing"), {
        attributionControl: false, zoomControl: false, zoomAnimation: false, fadeAnimation: false, zoomSnap: .25, keyboard: false,
        scrollWheelZoom: false
      });
      L.control.zoom({ zoomInTitle: data.closer, zoomOutTitle: data.farther }).addTo(map);
      var rows = {};
      figure.querySelectorAll("tr[data-code]").forEach(function (row) { rows[row.dataset.code] = row; });
      var layer = L.geoJSON(shapes, {
        // A point without a figure says nothing; an area without one shows where it is missing.
        filter: function (shape) { return shape.geometry.type !== "Point" || data.places[shape.properties.code]; },
        style: function (shape) { return { className: name(data.places[shape.properties.code]) }; },
        pointToLayer: function (point, at) {
          return L.circleMarker(at, { radius: 7, className: name(data.places[point.properties.code]) });
        },
        onEachFeature: function (shape, one) {
          var place = data.places[shape.properties.code];
          if (!place) { return; }
          one.bindTooltip(tip(place), { sticky: true });
          one.on("click", function () { if (place.path) { location.assign(place.path); } });
          var row = rows[shape.properties.code];
          if (!row) { return; }
          var mark = function (on) {
            row.classList.toggle("marked", on);
            var path = one.getElement();
            if (path) { path.classList.toggle("marked", on); if (on) { one.bringToFront(); } }
          };
          one.on("mouseover", function () { mark(true); });
          one.on("mouseout", function () { mark(false); });
          row.addEventListener("mouseenter", function () { mark(true); });
          row.addEventListener("mouseleave", function () { mark(false); });
          row.addEventListener("focusin", function () { mark(true); });
          row.addEventListener("focusout", function () { mark(false); });
        }
      }).addTo(map);
      var fit = function () {
        map.invalidateSize();
        if (layer.getBounds().isValid()) { map.fitBounds(layer.getBounds(), { padding: [8, 8] }); }
      };
      fit();
      new ResizeObserver(fit).observe(figure.querySelector(".drawing"));
    }).catch(function () {
      // The figures still stand beside the empty place.
      figure.classList.add("no-shapes");
    });
  }

  function all() { document.querySelectorAll("figure.map:not(.drawn)").forEach(draw); }
  all();
  document.addEventListener("htmx:afterSettle", all);
})();
