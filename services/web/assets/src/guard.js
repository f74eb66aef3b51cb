// Asks before a form with changes is left. A form asks for it with data-guard; pressing one of its buttons is not leaving.

const written = (form) => new URLSearchParams([...new FormData(form)].map(([k, v]) => [k, typeof v === "string" ? v : v.name])).toString();

export function guardForms(within) {
  for (const form of within.querySelectorAll("form[data-guard]")) {
    let saved = written(form);
    form.addEventListener("submit", () => (saved = null));
    addEventListener("pageshow", (e) => e.persisted && (saved = written(form)));
    addEventListener("beforeunload", (e) => {
      if (saved !== null && written(form) !== saved) e.preventDefault();
    });
  }
}
