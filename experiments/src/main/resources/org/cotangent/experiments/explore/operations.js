const rows = data.map(operation => {
  const row = document.createElement("tr");
  const cell = (kind, lines) => {
    const element = document.createElement(kind);
    for (const line of lines) {
      const code = document.createElement("code");
      code.textContent = line;
      element.append(code, document.createElement("br"));
    }
    element.lastChild?.remove();
    row.append(element);
    return element;
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
