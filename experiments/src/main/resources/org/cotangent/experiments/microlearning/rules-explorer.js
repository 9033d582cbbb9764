const colours = d3.range(1, 7).map(i => "var(--c" + i + ")");
const loss = new Chart("loss", "update", "loss");
const accuracy = new Chart("accuracy", "update", "%");
const angle = new Chart("angle", "update", "degrees");
const updates = data.rules[0].updates;
const last = updates.at(-1);

$("about").textContent = data.about;
$("notes").textContent = data.notes;
$("command").textContent = data.command;
$("update").max = updates.length - 1;
$("update").value = updates.length - 1;
for (const [i, rule] of data.rules.entries()) {
  $("shown").insertAdjacentHTML("beforeend", "<label><input type='checkbox' id='show" + i + "' checked>"
      + swatch(i) + rule.title + "</label>");
}

/** Where two rules have the same numbers, the later one is dashed so that both are seen. */
function dashed(i) {
  return data.rules[i].sameAs !== undefined;
}

function swatch(i) {
  return "<span class='swatch" + (dashed(i) ? " dashed" : "") + "' style='border-color:" + colours[i] + "'></span>";
}

function draw(chart, shown, xs, key, domain, update) {
  chart.frame(linear([0, last]), linear(domain).nice(), {height: 300, left: 40, xTicks: 4});
  for (const i of shown) {
    const ys = data.rules[i][key];
    chart.line(xs(ys), ys, colours[i]).style("stroke-dasharray", dashed(i) ? "6 5" : null)
        .style("stroke-width", key === "batchLoss" ? 1.2 : 2);
  }
  chart.now(update);
}

function render() {
  const place = $("update").valueAsNumber;
  const update = updates[place];
  const shown = data.rules.map((_, i) => i).filter(i => $("show" + i).checked);
  const lossKey = $("losses").value;
  const angleKey = $("angles").value;
  const top = d3.quantileSorted(data.rules.flatMap(rule => rule.loss).toSorted(d3.ascending), 0.99);
  const steepest = d3.max(data.rules, rule => d3.max(rule[angleKey]));
  $("updateSays").textContent = update + " of " + last;
  $("update").setAttribute("aria-valuetext", update);
  draw(loss, shown, ys => ys.length === updates.length ? updates : d3.range(ys.length), lossKey, [0, top], update);
  draw(accuracy, shown, () => updates, "accuracy", [0, 100], update);
  draw(angle, shown, () => updates, angleKey, [0, Math.max(90, steepest)], update);
  $("values").replaceChildren(...shown.map(i => {
    const rule = data.rules[i];
    // The loss of a batch is taken before its update: after the last one there is none.
    const value = lossKey === "loss" ? rule.loss[place] : rule.batchLoss[Math.min(update, rule.batchLoss.length - 1)];
    const row = document.createElement("tr");
    row.innerHTML = "<th>" + swatch(i) + rule.title + "</th><td class='number'>" + value.toFixed(3)
        + "</td><td class='number'>" + rule.accuracy[place].toFixed(1) + " %</td><td class='number'>"
        + rule[angleKey][place].toFixed(1) + "\u00b0</td>";
    return row;
  }));
}

for (const chart of [loss, accuracy, angle]) {
  chart.onPick(x => {
    set("update", d3.leastIndex(updates, u => Math.abs(u - x)));
    render();
  });
}
keepDrawing(render);
