const $ = id => document.getElementById(id);
const slider = $("step"), graph = $("graph");
const boxes = [...document.querySelectorAll("svg .box")];
let now = 0;

// Shows the page as it is after a step: everything that has appeared so far, and what is active in it.
function show(step) {
  now = Math.max(0, Math.min(frames.length - 1, step));
  const frame = frames[now];
  document.querySelectorAll("svg .value, svg .gradient, svg .flow").forEach(text => { text.textContent = ""; });
  document.querySelectorAll("svg .on").forEach(part => part.classList.remove("on"));
  const computed = new Set();
  for (const past of frames.slice(0, now + 1)) {
    if (past.box) computed.add(past.box);
    for (const [id, kind, text] of past.appears) $(id).querySelector("." + kind).textContent = text;
  }
  for (const box of boxes) box.classList.toggle("ahead", box.classList.contains("computed") && !computed.has(box.id));
  frame.edges.forEach(id => $(id).classList.add("on"));
  $("panel").innerHTML = frame.html;
  slider.value = now;
  $("place").textContent = frame.phase + " " + now + " / " + (frames.length - 1);
  if (frame.box) {
    const box = $(frame.box);
    box.classList.add("on");
    // Scrolls the graph alone, not the page.
    const there = box.getBoundingClientRect(), here = graph.getBoundingClientRect();
    graph.scrollTo(
      graph.scrollLeft + there.left + there.width / 2 - here.left - here.width / 2,
      graph.scrollTop + there.top + there.height / 2 - here.top - here.height / 2);
  }
}

slider.addEventListener("input", () => show(Number(slider.value)));
$("back").addEventListener("click", () => show(now - 1));
$("next").addEventListener("click", () => show(now + 1));
for (const box of boxes) {
  box.addEventListener("click", () => show(Math.max(0, frames.findIndex(frame => frame.box === box.id))));
}
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: frames.length - 1 }[event.key];
  if (to !== undefined) { event.preventDefault(); show(to); }
});
const asked = /^#(\d+)$/.exec(location.hash); // index.html#12 opens at a step
show(asked ? Number(asked[1]) : 0);
