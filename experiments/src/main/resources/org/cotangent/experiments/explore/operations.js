const rows = data.map(operation => {
  const row = document.createElement("tr");
  const cell = (kind, lines) => {
    const element = document.createElement(kind);
    const box = document.createElement("div"); // a long rule scrolls in it
    for (const line of lines) {
      const code = document.createElement("code");
      code.textContent = line;
      box.append(code, document.createElement("br"));
    }
    box.lastChild?.remove();
    element.append(box);
    row.append(element);
    return box;
  };
  cell("th", [operation.name]);
  cell("td", [operation.formula]);
  if (operation.derivative === "absent") {
    cell("td", []).textContent = "no derivative";
  } else {
    const rule = cell("td", operation.rules);
    if (operation.derivative === "surrogate") {
      rule.append(" deliberately not the derivative");
    }
  }
  cell("td", []).textContent = operation.derivative === "absent" ? "" : operation.keeps;
  return {row, text: [operation.name, operation.formula, ...operation.rules].join(" ").toLowerCase()};
});

function render() {
  const wanted = $("search").value.trim().toLowerCase();
  const found = rows.filter(each => each.text.includes(wanted));
  $("rows").replaceChildren(...found.map(each => each.row));
  $("found").textContent = found.length + " of " + rows.length;
}
keepDrawing(render);
