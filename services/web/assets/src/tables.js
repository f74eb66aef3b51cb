// A table that stands row below row on a phone (app-stack) is no longer displayed as one, and some browsers then do not read it out as
// one either. Its roles say that it still is. Its caption needs none, and ARIA allows it none.
const roles = { thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup", tr: "row", td: "cell", "thead th": "columnheader", "tbody th, tfoot th": "rowheader" };

// stackedTables gives the stacked tables within an element, itself included, their roles.
export function stackedTables(within) {
  const tables = [...within.querySelectorAll("table.app-stack")];
  const outer = within.closest?.("table.app-stack");
  for (const table of outer ? [outer, ...tables] : tables) {
    table.setAttribute("role", "table");
    for (const [what, role] of Object.entries(roles)) table.querySelectorAll(what).forEach((e) => e.setAttribute("role", role));
  }
}

// unstacked is a copy of an element without those roles: as the server wrote it.
export function unstacked(element) {
  const copy = element.cloneNode(true);
  copy.querySelectorAll(".app-stack, .app-stack *").forEach((e) => e.removeAttribute("role"));
  return copy;
}
