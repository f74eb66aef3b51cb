// The one shortcut: "/" goes to the search field, [data-search]. Single keys trouble who speaks to their computer, so a
// checkbox [data-shortcuts-setting] turns it off in this browser (WCAG 2.1.4).

const key = "comity-shortcuts";
const off = () => localStorage.getItem(key) === "off";

export function shortcuts(within) {
  for (const box of within.querySelectorAll("[data-shortcuts-setting]")) {
    box.checked = !off();
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(key) : localStorage.setItem(key, "off")));
  }
  document.addEventListener("keydown", (e) => {
    const field = document.querySelector("[data-search]");
    if (e.key !== "/" || e.ctrlKey || e.metaKey || e.altKey || off() || !field || writes(e.target)) return;
    e.preventDefault();
    field.focus();
    field.select?.();
  });
}

const writes = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
