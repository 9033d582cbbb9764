const f32 = Math.fround;

/** torch.arange(0, end, step) in float32, as org.cotangent.random.TorchRanges computes it. */
function arange(end, step) {
  const count = Math.ceil(end / step);
  const blocked = count - count % 16;
  return Float32Array.from({length: count}, (_, i) => {
    const lane = i < blocked ? i % 8 : 0;
    return step * lane + f32(step * (i - lane));
  });
}

/** The neuron of org.cotangent.experiments.mlp.LifNeuron, with every operation rounded to float32. */
function simulate(neuron, current, duration, dt) {
  const time = arange(duration + dt, dt);
  const vm = new Float32Array(time.length);
  const spikes = [];
  const input = f32(current), step = f32(dt), resistance = f32(neuron.rm), perCapacitance = f32(1 / neuron.cm);
  const threshold = f32(neuron.threshold), spike = f32(neuron.spike), tauRef = f32(neuron.tauRef);
  let restsUntil = 0;
  for (let i = 0; i < time.length; i++) {
    if (time[i] > restsUntil) {
      const v = vm[i - 1];
      const drive = f32(f32(-v / resistance) + input);
      vm[i] = v + f32(f32(perCapacitance * drive) * step);
    }
    if (vm[i] >= threshold) {
      vm[i] += spike;
      restsUntil = f32(time[i] + tauRef);
      spikes.push(i);
    }
  }
  return {time, vm, spikes};
}

/** The tutorial counts the steps whose potential is above the threshold. */
function count(neuron, current) {
  const threshold = f32(neuron.threshold);
  return simulate(neuron, current, data.duration, data.dt).vm.reduce((sum, v) => sum + (v > threshold ? 1 : 0), 0);
}

/** How often it fires in continuous time: once in the refractory time and the time that charging takes. */
function theory(neuron, current) {
  const drive = neuron.rm * current;
  if (drive <= neuron.threshold) {
    return 0;
  }
  return data.duration / (neuron.tauRef + neuron.rm * neuron.cm * Math.log(drive / (drive - neuron.threshold)));
}

const units = {current: "mA", rm: "k\u03a9", tauRef: "ms", cm: "\u00b5F", threshold: "V", spike: "V"};
const membrane = new Chart("membrane", "time (ms)", "V (V)");
const transfer = new Chart("transfer", "current I (mA)", "spikes in " + data.duration + " ms");

function settings() {
  return Object.fromEntries(Object.keys(units).map(id => [id, $(id).valueAsNumber]));
}

function drawMembrane(neuron) {
  const duration = Number($("duration").value);
  const run = simulate(neuron, neuron.current, duration, data.traceDt);
  const lowest = Math.min(0, d3.min(run.vm));
  const highest = Math.max(neuron.threshold + neuron.spike, d3.max(run.vm)) * 1.12;
  membrane.frame(linear([0, duration]), linear([lowest, highest]));
  membrane.level(neuron.threshold, "threshold");
  membrane.line(run.time, run.vm, "var(--c1)");
  const fired = run.spikes.length;
  $("membraneSays").textContent = fired === 0
      ? "It does not fire in " + duration + " ms; V ends at " + digits(run.vm.at(-1)) + " V."
      : "It fires " + (fired === 1 ? "once" : fired + " times") + " in " + duration + " ms, first at "
          + digits(run.time[run.spikes[0]]) + " ms.";
}

function drawTransfer(neuron) {
  const counts = data.currents.map(current => count(neuron, current));
  const largest = data.currents.at(-1);
  const fine = d3.range(201).map(i => i / 200 * largest);
  const ideal = fine.map(current => theory(neuron, current));
  transfer.frame(linear([0, largest]), linear([0, Math.max(80, d3.max(counts), d3.max(ideal)) * 1.05]));
  transfer.line(fine, ideal, "var(--muted)", "level");
  transfer.line(data.currents, counts, "var(--c2)");
  if (neuron.current <= largest) {
    transfer.now(neuron.current);
  }
  counts.forEach((n, i) => transfer.dot(data.currents[i], n, "var(--c2)"));
  $("transferSays").textContent = "Each dot: the spikes that one of ten currents makes in " + data.duration
      + " ms in steps of " + data.dt + " ms; up to " + d3.max(counts) + ". Dashed: theory in continuous time. Upright: your I; "
      + "click to move it.";
  transfer.counts = counts;
}

function render() {
  const neuron = settings();
  for (const [id, unit] of Object.entries(units)) {
    $(id + "Says").textContent = digits(neuron[id]) + " " + unit;
  }
  $("tauM").textContent = digits(neuron.rm * neuron.cm, 6) + " ms";
  $("rheobase").textContent = digits(neuron.threshold / neuron.rm) + " mA";
  drawMembrane(neuron);
  drawTransfer(neuron);
}

for (const button of document.querySelectorAll("[data-set]")) {
  button.addEventListener("click", () => {
    const values = button.dataset.set.split(" ");
    Object.keys(units).forEach((id, i) => set(id, values[i]));
    render();
  });
}
transfer.onPick(current => {
  set("current", current.toFixed(2));
  render();
});
keepDrawing(render);
