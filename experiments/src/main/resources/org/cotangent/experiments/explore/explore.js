"use strict";

/** What Java computed for this page. */
const data = JSON.parse(document.getElementById("data").textContent);

const $ = id => document.getElementById(id);

/** A number as people read it: some significant digits, no trailing zeros, a real minus. */
function digits(value, count = 4) {
  if (value === 0 || !Number.isFinite(value)) {
    return String(value);
  }
  const text = Number(value.toPrecision(count)).toString();
  return text.replace("-", "\u2212").replace(/e\+?(.*)/, " \u00d7 10^$1");
}

/** Scales from the numbers of a domain to a range that the chart sets. */
const linear = domain => d3.scaleLinear(domain, [0, 1]);
const logarithmic = domain => d3.scaleLog(domain, [0, 1]);

const SUPERSCRIPTS = {"-": "\u207b", 0: "\u2070", 1: "\u00b9", 2: "\u00b2", 3: "\u00b3", 4: "\u2074", 5: "\u2075",
  6: "\u2076", 7: "\u2077", 8: "\u2078", 9: "\u2079"};

/** The powers of ten of a logarithmic axis; where there are too few, the numbers between them. */
function powers(scale) {
  const [low, high] = scale.domain().map(Math.log10);
  const all = d3.range(Math.ceil(low), Math.floor(high) + 1);
  const some = all.filter((_, i) => i % Math.ceil(all.length / 7) === 0).map(k => 10 ** k);
  return some.length > 1 ? some : scale.ticks(4);
}

function power(value) {
  const exponent = Math.round(Math.log10(value));
  return value >= 1e-3 && value < 1e4
      ? digits(value) : "10" + String(exponent).split("").map(c => SUPERSCRIPTS[c]).join("");
}

/** A chart as wide as the element that holds it: axes, a grid, and a group to draw in. */
class Chart {
  constructor(id, xLabel, yLabel) {
    this.host = $(id);
    this.labels = [xLabel, yLabel];
    this.svg = d3.select(this.host).append("svg").attr("role", "img").attr("aria-label", yLabel + " over " + xLabel);
    this.clips = ["Within", "Near"].map(name => this.svg.append("clipPath").attr("id", id + name).append("rect"));
    this.grid = this.svg.append("g").attr("class", "grid");
    this.back = this.svg.append("g").attr("clip-path", "url(#" + id + "Within)");
    this.axes = [this.svg.append("g"), this.svg.append("g")];
    this.texts = [this.svg.append("text"), this.svg.append("text")];
    this.texts.forEach(text => text.attr("class", "label"));
    this.texts[0].attr("text-anchor", "end");
    this.plot = this.svg.append("g").attr("clip-path", "url(#" + id + "Near)");
    this.top = this.svg.append("g");
  }

  /**
   * Lays the chart out anew and empties it.
   * @param x a scale with its domain set; its range is set here, likewise for y
   * @param height of the whole chart in pixels, or a function of the width within the axes
   */
  frame(x, y, {height = 260, left = 46, xTicks, grid = true} = {}) {
    const margin = {top: 24, right: 14, bottom: 40, left};
    const width = Math.max(200, this.host.clientWidth);
    const inner = width - margin.left - margin.right;
    const total = typeof height === "function" ? height(inner) + margin.top + margin.bottom : height;
    x.range([margin.left, width - margin.right]);
    y.range([total - margin.bottom, margin.top]);
    this.x = x;
    this.y = y;
    this.svg.attr("viewBox", [0, 0, width, total].join(" ")).attr("height", total);
    // What lies behind ends at the axes; a dot on an axis is shown as a whole.
    for (const [clip, more] of [[this.clips[0], 0], [this.clips[1], 7]]) {
      clip.attr("x", margin.left - more).attr("y", margin.top - more)
          .attr("width", inner + 2 * more).attr("height", total - margin.top - margin.bottom + 2 * more);
    }
    const across = xTicks || Math.max(3, Math.floor(inner / 75));
    const up = y.base ? powers(y) : y.ticks(Math.max(3, Math.floor((total - 64) / 42)));
    this.axes[0].attr("transform", "translate(0," + y.range()[0] + ")")
        .call(d3.axisBottom(x).ticks(across).tickSizeOuter(0));
    this.axes[1].attr("transform", "translate(" + margin.left + ",0)")
        .call(d3.axisLeft(y).tickValues(up).tickFormat(y.base ? power : null).tickSizeOuter(0));
    this.grid.selectAll("line").data(grid ? up : []).join("line")
        .attr("x1", margin.left).attr("x2", width - margin.right)
        .attr("y1", d => y(d)).attr("y2", d => y(d));
    this.texts[0].attr("x", width - margin.right).attr("y", total - 6).text(this.labels[0]);
    this.texts[1].attr("x", 4).attr("y", 14).text(this.labels[1]);
    for (const layer of [this.back, this.plot, this.top]) {
      layer.selectAll("*").remove();
    }
    return this;
  }

  /** A line through points given by their two coordinates. */
  line(xs, ys, colour, kind = "line") {
    const path = d3.line((d, i) => this.x(xs[i]), d => this.y(d)).defined((d, i) => Number.isFinite(d) && Number.isFinite(xs[i]));
    return this.plot.append("path").attr("class", kind).style("stroke", colour).attr("d", path(ys));
  }

  dot(x, y, colour, radius = 5) {
    return this.plot.append("circle").attr("class", "dot").attr("cx", this.x(x)).attr("cy", this.y(y)).attr("r", radius)
        .style("fill", colour);
  }

  /** A level line with its name above it, at the left. */
  level(y, name) {
    const [left, right] = this.x.range();
    this.plot.append("line").attr("class", "level").attr("x1", left).attr("x2", right).attr("y1", this.y(y)).attr("y2", this.y(y));
    this.top.append("text").attr("class", "halo").attr("x", left + 4).attr("y", this.y(y) - 5).text(name);
  }

  /** An upright line where a slider stands. */
  now(x) {
    const [bottom, top] = this.y.range();
    this.plot.append("line").attr("class", "now").attr("x1", this.x(x)).attr("x2", this.x(x)).attr("y1", bottom).attr("y2", top);
  }

  /** Calls back with the number on the x axis where somebody clicks or drags. */
  onPick(action) {
    const pick = event => action(this.x.invert(d3.pointer(event, this.svg.node())[0]));
    this.svg.style("cursor", "crosshair")
        .on("pointerdown", pick)
        .on("pointermove", event => { if (event.buttons) { pick(event); } });
  }
}

/** Draws now, whenever a control is used, and whenever the page gets another width. */
function keepDrawing(render) {
  let wanted = false;
  const soon = () => {
    if (!wanted) {
      wanted = true;
      requestAnimationFrame(() => { wanted = false; render(); });
    }
  };
  for (const control of document.querySelectorAll(".controls input, .controls select")) {
    control.addEventListener("input", render);
  }
  let width = 0;
  new ResizeObserver(() => {
    if (document.body.clientWidth !== width) {
      width = document.body.clientWidth;
      soon();
    }
  }).observe(document.body);
  render();
}

/** Sets a control as a hand would, but without the event. */
function set(id, value) {
  $(id).value = value;
}
