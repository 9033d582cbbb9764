const $ = id => document.getElementById(id);
const slider = $("step"), graph = $("graph"), search = $("search"), fold = $("fold");
const drawings = [...document.querySelectorAll("#graph svg")];
const boxes = [...document.querySelectorAll("#graph .box")];
const pinned = [];
let now = 0, scale = 1, playing = null;

// ---- where everything is: a fold stands for many boxes, and there may be two drawings ----
const parts = new Map();
for (const [attribute, kind] of [["id", ""], ["flow", "flow "]]) {
  for (const part of document.querySelectorAll(`#graph [data-${attribute}]`)) {
    for (const id of part.dataset[attribute].split(" ")) {
      if (!parts.has(kind + id)) parts.set(kind + id, []);
      parts.get(kind + id).push(part);
    }
  }
}
const of = id => parts.get(id) ?? [];
const tensorOf = new Map(tensors.map(tensor => [tensor.id, tensor]));
const isFold = part => part.classList.contains("fold");
const drawing = () => drawings.find(each => each.id === (fold?.checked ? "folded" : "whole")) ?? drawings[0];
const shown = id => of(id).find(part => drawing().contains(part));

// ---- values ----
const dark = matchMedia("(prefers-color-scheme: dark)");

/** A colour for -1 (blue) over 0 (the ground) to 1 (orange). */
function colour(x) {
  const ground = dark.matches ? [34, 38, 44] : [255, 255, 255];
  const end = x < 0 ? (dark.matches ? [88, 166, 255] : [9, 105, 218]) : (dark.matches ? [255, 157, 102] : [188, 76, 0]);
  return ground.map((low, i) => Math.round(low + (end[i] - low) * Math.abs(x)));
}

const LEVELS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz012345678";

function paint(canvas) {
  const context = canvas.getContext("2d"), image = context.createImageData(canvas.width, canvas.height);
  [...canvas.dataset.grid].forEach((letter, i) => {
    const level = LEVELS.indexOf(letter), middle = (LEVELS.length - 1) / 2;
    image.data.set(level < 0 ? [200, 0, 120, 255] : [...colour((level - middle) / middle), 255], 4 * i);
  });
  context.putImageData(image, 0, 0);
  canvas.style.setProperty("--columns", canvas.width);
}

/** Text with its values put in their places. */
function fill(element, html) {
  element.innerHTML = html;
  for (const place of element.querySelectorAll("[data-shot]")) place.innerHTML = shots[place.dataset.shot];
  element.querySelectorAll("canvas").forEach(paint);
}

// ---- steps ----

/** Shows the page as it is after a step: everything that has appeared so far, and what is active in it. */
function show(step) {
  now = Math.max(0, Math.min(frames.length - 1, step));
  const frame = frames[now];
  for (const text of graph.querySelectorAll(".box:not(.fold) .value, .box .gradient, .flow")) text.textContent = "";
  for (const part of graph.querySelectorAll(".on, .to")) part.classList.remove("on", "to");
  const computed = new Set();
  for (const past of frames.slice(0, now + 1)) {
    if (past.box) computed.add(past.box);
    for (const [id, kind, text] of past.appears) {
      for (const part of of(kind === "flow" ? "flow " + id : id)) {
        if (kind === "flow") part.textContent = part.dataset.flow === id ? text : "";
        else if (!isFold(part)) part.querySelector("." + kind).textContent = text;
      }
    }
  }
  for (const box of boxes) {
    const reached = box.dataset.id.split(" ").some(id => computed.has(id));
    box.classList.toggle("ahead", /computed|fold/.test(box.getAttribute("class")) && !reached);
  }
  for (const id of frame.edges) of(id).forEach(part => part.classList.add("on"));
  for (const [id, kind, text] of frame.appears) {
    for (const part of kind === "flow" ? [] : of(id)) {
      if (frame.phase !== "start") part.classList.add("to");
      if (isFold(part)) part.querySelector(".gradient").textContent = `${tensorOf.get(id).name}: ${text}`;
    }
  }
  document.body.dataset.phase = frame.phase;
  fill($("panel"), frame.html);
  slider.value = now;
  slider.setAttribute("aria-valuetext", $("panel").querySelector(".step")?.textContent ?? frame.phase);
  $("place").textContent = `${frame.phase} ${now} / ${frames.length - 1}`;
  if (frame.box) {
    of(frame.box).forEach(part => part.classList.add("on"));
    centre(frame.box);
  }
  showPins();
}

/** Scrolls the graph alone, not the page. */
function centre(id) {
  const box = shown(id);
  if (!box) return;
  const there = box.getBoundingClientRect(), here = graph.getBoundingClientRect();
  graph.scrollTo(
    graph.scrollLeft + there.left + there.width / 2 - here.left - here.width / 2,
    graph.scrollTop + there.top + there.height / 2 - here.top - here.height / 2);
}

function play(on) {
  clearInterval(playing);
  playing = on ? setInterval(() => now < frames.length - 1 ? show(now + 1) : play(false), 1100) : null;
  $("play").textContent = on ? "stop" : "play";
  $("play").setAttribute("aria-pressed", String(on));
}

// ---- pins ----

/** The pinned tensors with what is known of them at this step. */
function showPins() {
  for (const box of boxes) {
    box.classList.toggle("pinned", box.dataset.id.split(" ").some(id => pinned.includes(id)));
  }
  const cards = pinned.map(id => {
    const tensor = tensorOf.get(id), card = document.createElement("article");
    const head = document.createElement("h2");
    head.textContent = tensor.title;
    const close = document.createElement("button");
    close.textContent = "\u00d7";
    close.setAttribute("aria-label", `unpin ${tensor.name}`);
    close.addEventListener("click", () => pin(id));
    card.append(close, head);
    add(card, "value", now >= tensor.at ? tensor.value : "", tensor.at, tensor.at ? "computed" : "");
    const known = tensor.gradients.filter(([at]) => at <= now).at(-1);
    const first = tensor.gradients.at(-1);
    if (known) add(card, known[1], known[2], known[0], "");
    else if (first) add(card, first[1], "", first[0], "complete");
    return card;
  });
  $("pins").replaceChildren(...cards);
}

/** A value of a card, or a button that goes where it will be known. */
function add(card, title, html, at, verb) {
  const label = document.createElement("p");
  label.className = "label";
  label.textContent = title;
  if (!html || verb) {
    const button = document.createElement("button");
    button.textContent = `${verb} in step ${at}`;
    button.addEventListener("click", () => show(at));
    label.append(" ", button);
  }
  card.append(label);
  if (html) {
    const value = document.createElement("div");
    fill(value, html);
    card.append(value);
  }
}

function pin(id) {
  const place = pinned.indexOf(id);
  if (place >= 0) pinned.splice(place, 1);
  else pinned.push(id);
  showPins();
}

/** A fold is opened; any other box is pinned. */
function press(box) {
  if (!isFold(box)) pin(box.dataset.id);
  else if (!fold.disabled) {
    fold.checked = false;
    draw();
    centre(box.dataset.id.split(" ")[0]);
  }
}

// ---- drawing, search ----
function draw() {
  for (const each of drawings) {
    each.style.display = each === drawing() ? "" : "none";
    each.style.width = each.viewBox.baseVal.width * scale + "px";
    each.style.height = each.viewBox.baseVal.height * scale + "px";
  }
  if (frames[now].box) centre(frames[now].box);
}

let hit = -1;

function found() {
  const wanted = search.value.trim().toLowerCase();
  return wanted ? tensors.filter(tensor => tensor.title.toLowerCase().includes(wanted)) : [];
}

function find() {
  const ids = new Set(found().map(tensor => tensor.id));
  for (const box of boxes) box.classList.toggle("found", box.dataset.id.split(" ").some(id => ids.has(id)));
  $("found").textContent = search.value.trim() ? `${ids.size} found` : "";
  hit = -1;
  if (ids.size) centre(found()[0].id);
}

search.addEventListener("input", find);
search.addEventListener("keydown", event => {
  const hits = found();
  if (event.key === "Enter" && hits.length) {
    hit = (hit + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
    const box = shown(hits[hit].id);
    centre(hits[hit].id);
    $("found").textContent = `${hit + 1} of ${hits.length}`;
    if (!pinned.includes(hits[hit].id)) pin(hits[hit].id);
    if (box) boxes.forEach(each => each.classList.toggle("hit", each === box));
  } else if (event.key === "Escape") {
    search.value = "";
    find();
    graph.focus();
  }
});

slider.addEventListener("input", () => show(Number(slider.value)));
$("back").addEventListener("click", () => show(now - 1));
$("next").addEventListener("click", () => show(now + 1));
$("play").addEventListener("click", () => play(!playing));
for (const [id, factor] of [["smaller", 0.8], ["larger", 1.25]]) {
  $(id).addEventListener("click", () => { scale = Math.max(0.2, Math.min(3, scale * factor)); draw(); });
}
fold?.addEventListener("change", draw);
dark.addEventListener("change", () => document.querySelectorAll("canvas").forEach(paint));
for (const box of boxes) {
  box.addEventListener("click", () => press(box));
  box.addEventListener("keydown", event => { if (event.key === "Enter") press(box); });
}
document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target === search) return;
  const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: now - 1, ArrowUp: now - 1, Home: 0, End: frames.length - 1 }[event.key];
  if (to !== undefined) { event.preventDefault(); play(false); show(to); }
  if (event.key === "/") { event.preventDefault(); search.focus(); }
  if (event.key === " " && !/BUTTON|INPUT|SUMMARY/.test(event.target.tagName)) { event.preventDefault(); play(!playing); }
});

// A graph that nearly fits is made a little smaller, but never so that it cannot be read.
const whole = drawing().viewBox.baseVal, tall = graph.clientHeight / whole.height;
scale = Math.min(1, Math.max(0.7, graph.clientWidth / whole.width), tall > 0.7 ? tall : 1);
draw();
const asked = /^#(\d+)(?:,(.+))?$/.exec(location.hash); // index.html#12,x opens at a step with x pinned
for (const name of asked?.[2]?.split(",") ?? []) {
  const tensor = tensors.find(each => each.name === decodeURIComponent(name));
  if (tensor) pinned.push(tensor.id);
}
show(asked ? Number(asked[1]) : 0);
graph.classList.add("smooth"); // from now on
