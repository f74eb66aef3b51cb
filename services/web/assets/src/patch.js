// Puts a new version of an element where the old one stands, without taking away what the reader does there.
import { components } from "./components.js";
import { unstacked } from "./tables.js";

// patch replaces the element with that id. "absent": the page has none. "same": nothing to do. "busy": the reader is writing in
// it, so not now. "changed": done.
export function patch({ id, html }) {
  const old = document.getElementById(id);
  if (!old) return "absent";
  const next = parse(html);
  if (!next || next.isEqualNode(rendered(old))) return "same";
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches("input, textarea, select") || touched(old)) return "busy";

  remember(next);
  const open = [...old.querySelectorAll("details")].map((d) => d.open);
  const scrolled = [...old.querySelectorAll(".app-scroll")].map((r) => r.scrollLeft);
  old.replaceWith(next);
  next.querySelectorAll("details").forEach((d, i) => (d.open = open[i] ?? d.open));
  next.querySelectorAll(".app-scroll").forEach((r, i) => (r.scrollLeft = scrolled[i] ?? 0));
  components(next);
  if (focused) refocus(next, focused);
  next.classList.add("app-changed");
  next.addEventListener("animationend", () => next.classList.remove("app-changed"), { once: true });
  return "changed";
}

// parse reads one element; a table's row too, which HTML allows in a template only.
function parse(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

// versions has what the server last sent for an element: the page's own copy differs once a component or a reader was at it.
const versions = new WeakMap();
const remember = (element) => versions.set(element, element.cloneNode(true));
const rendered = (element) => versions.get(element) ?? unstacked(element);

// touched says that a field holds what the server did not write.
function touched(within) {
  return [...within.querySelectorAll("input, textarea, select")].some((f) => {
    if (f.type === "hidden" || f.type === "submit") return false;
    if (f.type === "checkbox" || f.type === "radio") return f.checked !== f.defaultChecked;
    if (f.options) return f.selectedIndex !== Math.max(0, [...f.options].findIndex((o) => o.defaultSelected));
    return f.value !== f.defaultValue;
  });
}

// refocus finds what the focus was on: by id, by address, or by its words.
function refocus(within, lost) {
  const same = [within, ...within.querySelectorAll("a, button, summary, [tabindex]")].find(
    (e) => (lost.id && e.id === lost.id) || (e.tagName === lost.tagName && e.getAttribute("href") === lost.getAttribute("href") && e.textContent === lost.textContent),
  );
  same?.focus({ preventScroll: true });
}
