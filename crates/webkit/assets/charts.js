// Draws the charts of a page from the values that stand beside them. Without it the table stands
// alone, which is why the table is folded away only here.
(function () {
  "use strict";
  var LIGHT = ["#0b6e5d", "#c77800", "#2f6db5", "#a3457e", "#6b7a1e", "#7a5bb0", "#b5482f", "#4b5b63"];
  var DARK = ["#4fc3ad", "#f0b04f", "#7db2ef", "#e08cc0", "#b9cc5a", "#b79ce8", "#ef9078", "#a9bac2"];
  var drawn = [];

  function look() {
    var style = getComputedStyle(document.documentElement);
    var of = function (name) { return style.getPropertyValue(name).trim(); };
    var dark = document.documentElement.dataset.bsTheme === "dark";
    return {
      colours: dark ? DARK : LIGHT, ink: of("--ink"), quiet: of("--quiet"), line: of("--line"), paper: of("--paper"),
      good: dark ? "#4fc3ad" : "#0b6e5d", bad: dark ? "#ef9078" : "#b5482f", whole: dark ? "#7db2ef" : "#2f6db5",
      font: getComputedStyle(document.body).fontFamily
    };
  }

  function scaled(data, value) { return value === null ? null : value / data.divide; }

  // The bars of a waterfall hang from where the one before ended; a bar that crosses the axis is two.
  function waterfall(data, colours) {
    var values = data.series[0].values.map(function (value) { return scaled(data, value); });
    var hidden = [], above = [], below = [], at = 0;
    values.forEach(function (value, index) {
      var whole = index === 0 || index === values.length - 1;
      var from = whole ? 0 : at;
      var to = whole ? value : at + value;
      at = to;
      var low = Math.min(from, to), high = Math.max(from, to);
      var colour = whole ? colours.whole : value < 0 ? colours.bad : colours.good;
      hidden.push(low > 0 ? low : high < 0 ? high : 0);
      above.push({ value: low > 0 ? high - low : Math.max(high, 0), itemStyle: { color: colour } });
      below.push({ value: high < 0 ? low - high : Math.min(low, 0), itemStyle: { color: colour } });
    });
    var label = function (show) {
      return { show: true, color: colours.ink, position: show, formatter: function (bar) {
        return bar.value === 0 ? "" : data.series[0].shown[bar.dataIndex];
      } };
    };
    return [
      { type: "bar", stack: "all", silent: true, itemStyle: { color: "transparent" }, data: hidden },
      { type: "bar", stack: "all", barMaxWidth: 64, data: above, labelLayout: { hideOverlap: true }, label: label("top") },
      { type: "bar", stack: "all", barMaxWidth: 64, data: below, labelLayout: { hideOverlap: true }, label: label("bottom") }
    ];
  }

  function series(data, colours) {
    if (data.kind === "waterfall") { return waterfall(data, colours); }
    var made = data.series.map(function (one) {
      var values = one.values.map(function (value) { return scaled(data, value); });
      var drawn = { name: one.name, data: values, barMaxWidth: 38 };
      drawn.type = data.kind === "lines" ? "line" : "bar";
      if (data.stacked) { drawn.stack = "all"; }
      if (data.kind === "lines") {
        drawn.symbolSize = 7;
        if (data.stacked) { drawn.areaStyle = { opacity: .25 }; }
      }
      return drawn;
    });
    if (data.marks.length > 0 && made.length > 0) {
      made[0].markLine = {
        silent: true, symbol: "none", lineStyle: { color: colours.ink, type: "dashed" },
        label: { color: colours.ink, backgroundColor: colours.paper, padding: [1, 4], position: "insideEndTop", formatter: function (mark) { return mark.name; } },
        data: data.marks.map(function (mark) {
          var line = { name: mark.name + " " + mark.shown };
          line[data.lying ? "xAxis" : "yAxis"] = scaled(data, mark.value);
          return line;
        })
      };
    }
    return made;
  }

  // An axis keeps room for its marks; three numbers need no long digits.
  function short(data) {
    return function (value) {
      return new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" }).format(value) + data.behind;
    };
  }

  // A mark above all values must not fall off the drawing; else the axis ends where it likes.
  function highest(data) {
    var marks = data.marks.map(function (mark) { return scaled(data, mark.value); });
    var sums = data.labels.map(function (_, at) {
      var values = data.series.map(function (one) { return scaled(data, one.values[at]) || 0; });
      return data.stacked ? values.reduce(function (a, b) { return a + b; }, 0) : Math.max.apply(null, values);
    });
    var mark = Math.max.apply(null, marks.concat(0));
    return mark > Math.max.apply(null, sums.concat(0)) ? mark * 1.05 : undefined;
  }

  function option(data) {
    var colours = look();
    var top = highest(data);
    var names = { type: "category", data: data.labels, inverse: data.lying, axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.line } }, axisLabel: { color: colours.ink, hideOverlap: true } };
    var numbers = { type: "value", splitLine: { lineStyle: { color: colours.line } },
      max: top,
      axisLabel: { color: colours.quiet, formatter: short(data) } };
    return {
      color: colours.colours, animation: false, textStyle: { fontFamily: colours.font, fontSize: 12 },
      aria: { decal: { show: data.series.length > 1 && matchMedia("(prefers-contrast: more)").matches } },
      legend: data.series.length > 1 ? { top: 0, left: 0, type: "plain", textStyle: { color: colours.ink } } : undefined,
      grid: { left: 4, right: 12, top: data.series.length > 1 ? 36 : 24, bottom: 4, outerBoundsMode: "same" },
      tooltip: {
        trigger: "axis", renderMode: "richText", axisPointer: { type: data.kind === "lines" ? "line" : "shadow" },
        backgroundColor: colours.paper, borderColor: colours.line, textStyle: { color: colours.ink },
        formatter: function (hits) {
          var at = hits[0].dataIndex;
          return [data.labels[at]].concat(data.series.map(function (one) {
            var shown = one.shown[at] === null ? "–" : one.shown[at];
            return (data.series.length > 1 ? one.name + "  " : "") + shown;
          })).join("\n");
        }
      },
      xAxis: data.lying ? numbers : names,
      yAxis: data.lying ? names : numbers,
      series: series(data, colours)
    };
  }

  function draw(figure) {
    var data = JSON.parse(figure.querySelector("script").textContent);
    var place = figure.querySelector(".drawing");
    figure.classList.add("drawn");
    if (data.lying) {
      var size = Math.min(28, Math.ceil(data.labels.length * (data.stacked ? 1 : data.series.length) / 3));
      place.classList.add("rows-" + Math.max(3, size));
    }
    figure.querySelector("details").open = false;
    var chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(option(data));
    chart.on("click", function (hit) {
      var path = data.links[hit.dataIndex];
      if (path) { location.assign(path); }
    });
    new ResizeObserver(function () { chart.resize(); }).observe(place);
    drawn.push({ chart: chart, data: data, figure: figure });
  }

  function all() {
    drawn = drawn.filter(function (one) {
      var here = document.contains(one.figure);
      if (!here) { one.chart.dispose(); }
      return here;
    });
    document.querySelectorAll("figure.chart:not(.drawn)").forEach(draw);
  }

  function again() {
    drawn.forEach(function (one) { one.chart.setOption(option(one.data), true); });
  }

  all();
  document.addEventListener("htmx:afterSettle", all);
  new MutationObserver(again).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
  addEventListener("beforeprint", function () {
    // Paper is narrower than the window, and white.
    drawn.forEach(function (one) { one.chart.resize(); });
  });
})();
