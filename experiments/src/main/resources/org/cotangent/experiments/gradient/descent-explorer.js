const colours = ["var(--c1)", "var(--c2)", "var(--c3)"];
const NUMBERS = 3; // of a point: x, y, height
const LEVELS = 10;
const FLOOR = 1e-10;

const map = new Chart("map", "x", "y");
const fall = new Chart("fall", "step", "height");

for (const [i, ground] of data.grounds.entries()) {
  $("ground").add(new Option(ground.title, i));
}
for (const [i, title] of data.descenders.entries()) {
  $("shown").insertAdjacentHTML("beforeend", "<label><input type='checkbox' id='show" + i + "' checked>"
      + "<span class='swatch' style='border-color:" + colours[i] + "'></span>" + title + "</label>");
}
$("rate").max = data.rates.length - 1;
$("rate").value = data.rates.indexOf(0.042);
$("step").max = data.steps;
$("step").value = data.steps;
fillStarts();

function fillStarts() {
  const starts = data.grounds[$("ground").value].starts;
  $("start").replaceChildren(...starts.map((start, i) => new Option("(" + start.from.map(v => digits(v)).join(", ") + ")", i)));
}

/** The points of a path up to a step, as lists of x, y and heights; and whether it ended before. */
function path(descender, step) {
  const start = data.grounds[$("ground").value].starts[$("start").value];
  const flat = start.paths[$("rate").value][descender];
  const whole = flat.length / NUMBERS;
  const n = Math.min(step + 1, whole);
  const column = k => Array.from({length: n}, (_, t) => flat[t * NUMBERS + k]);
  return {x: column(0), y: column(1), height: column(2), gone: step >= whole ? whole - 1 : null};
}

function drawMap(ground, paths) {
  const [x0, x1, y0, y1] = ground.extent;
  map.frame(linear([x0, x1]), linear([y0, y1]),
      {height: inner => inner * (y1 - y0) / (x1 - x0), left: 34, grid: false});
  const n = ground.size;
  // On a steep landscape the levels are squares: close together where it is low, so that its floor is seen.
  const [low, high] = d3.extent(ground.heights);
  const levels = d3.range(LEVELS).map(k => low + (high - low) * (k / LEVELS) ** (ground.steep ? 2 : 1));
  const place = d3.geoTransform({
    point(column, row) {
      this.stream.point(map.x(x0 + (column - 0.5) / (n - 1) * (x1 - x0)), map.y(y0 + (row - 0.5) / (n - 1) * (y1 - y0)));
    }
  });
  map.back.selectAll("path").data(d3.contours().size([n, n]).thresholds(levels)(ground.heights))
      .join("path").attr("class", "contour").attr("d", d3.geoPath(place));
  for (const {i, x, y} of paths) {
    map.line(x, y, colours[i]);
    x.forEach((_, t) => map.dot(x[t], y[t], colours[i], 2.2).attr("class", ""));
    map.dot(x.at(-1), y.at(-1), colours[i], 6);
  }
  const [x, y] = ground.starts[$("start").value].from;
  map.dot(x, y, "none", 7).style("stroke", "var(--ink)").style("stroke-width", 2);
}

function drawFall(step, shown) {
  const all = data.descenders.map((_, i) => path(i, data.steps));
  const highest = d3.max(all, p => d3.max(p.height));
  const lowest = Math.max(FLOOR, d3.min(all, p => d3.min(p.height)));
  fall.frame(linear([0, data.steps]), logarithmic([lowest / 2, highest * 2]),
      {height: 300, left: 44});
  for (const i of shown) {
    const {height} = all[i];
    fall.line(d3.range(height.length), height.map(h => Math.max(h, FLOOR / 2)), colours[i], "thin");
    const walked = height.slice(0, step + 1).map(h => Math.max(h, FLOOR / 2));
    fall.line(d3.range(walked.length), walked, colours[i]);
    fall.dot(walked.length - 1, walked.at(-1), colours[i], 4.5);
  }
  fall.now(step);
}

function render() {
  const ground = data.grounds[$("ground").value];
  const step = $("step").valueAsNumber;
  const shown = data.descenders.map((_, i) => i).filter(i => $("show" + i).checked);
  const paths = shown.map(i => ({i, ...path(i, step)}));
  $("rateSays").textContent = data.rates[$("rate").value];
  $("rate").setAttribute("aria-valuetext", data.rates[$("rate").value]);
  $("stepSays").textContent = step + " of " + data.steps;
  $("formula").textContent = ground.formula;
  drawMap(ground, paths);
  drawFall(step, shown);
  $("values").replaceChildren(...paths.map(({i, x, y, height, gone}) => {
    const row = document.createElement("tr");
    row.innerHTML = "<th><span class='swatch' style='border-color:" + colours[i] + "'></span>" + data.descenders[i] + "</th>"
        + (gone === null
            ? [x, y, height].map(values => "<td class='number'>" + digits(values.at(-1), 3) + "</td>").join("")
            : "<td class='number' colspan='3'>diverged after " + gone + (gone === 1 ? " step" : " steps") + "</td>");
    return row;
  }));
}

let walking = null;

function stop() {
  clearInterval(walking);
  walking = null;
  $("play").textContent = "Walk";
}

$("play").addEventListener("click", () => {
  if (walking !== null) {
    stop();
    return;
  }
  $("play").textContent = "Stop";
  if ($("step").valueAsNumber === data.steps) {
    set("step", 0);
  }
  walking = setInterval(() => {
    $("step").stepUp();
    render();
    if ($("step").valueAsNumber === data.steps) {
      stop();
    }
  }, 120);
});
$("step").addEventListener("input", stop);
$("ground").addEventListener("input", fillStarts);
fall.onPick(step => {
  stop();
  set("step", Math.round(step));
  render();
});
keepDrawing(render);
