// Everything that goes wrong on a page while a person uses it: console errors (among them what the policy for contents
// refused), exceptions, what could not be loaded, and anything that is asked of another host.

const faults = new WeakMap();

export function watch(page) {
  const list = [];
  faults.set(page, list);
  let answered = ""; // the address of the page itself, whose 422 or 404 is an answer and not a fault
  page.on("request", (r) => {
    if (r.isNavigationRequest() && r.frame() === page.mainFrame()) answered = r.url();
    const url = new URL(r.url());
    if (url.protocol.startsWith("http") && url.origin !== new URL(process.env.COMITY_URL).origin) list.push(`asked another host: ${r.url()}`);
  });
  page.on("console", (m) => {
    if (m.type() === "error" && !(m.location().url === answered && m.text().startsWith("Failed to load resource"))) list.push(`console: ${m.text()} (${m.location().url})`);
  });
  page.on("pageerror", (e) => list.push(`exception: ${e.stack ?? e}`));
  return page;
}

// faultsOf takes what went wrong since it was asked last.
export const faultsOf = (page) => faults.get(page)?.splice(0) ?? [];
