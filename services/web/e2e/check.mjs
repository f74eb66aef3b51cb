// What holds on every page. All that is wrong is said at once.
import axe from "axe-core";
import { faultsOf } from "./faults.mjs";

const mostBytes = 100_000; // of a page and all that it loads, not cached and compressed
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

// check looks at a page as it stands and throws an error that names everything wrong with it. Without script axe cannot run;
// the rest is checked all the same. options: weigh false leaves out the second load that weighs it; allow is a list of
// expressions for words that may stand there though they look like the engine's.
export async function check(page, { weigh = true, allow = [] } = {}) {
  const wrong = [...faultsOf(page).map((f) => `went wrong: ${f}`)];
  const scripted = page.way !== "noScript";
  if (scripted) wrong.push(...(await accessibility(page)));
  wrong.push(...(await page.evaluate(shape)));
  wrong.push(...engineWords(await visibleWords(page), allow));
  wrong.push(...(await reflows(page)));
  if (weigh) wrong.push(...(await weight(page)));
  if (wrong.length) throw new Error(`${page.url()}, ${page.way}: ${wrong.length} wrong\n  - ${wrong.join("\n  - ")}`);
}

async function accessibility(page) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }), rules);
  return violations.map((v) => `axe ${v.id}: ${v.help}\n${v.nodes.map((n) => `      ${n.target.join(" ")}: ${n.failureSummary.replace(/\s*\n\s*/g, " ")}`).join("\n")}`);
}

// shape runs in the page: one heading, a title, and nothing that takes the focus unseen.
function shape() {
  const wrong = [];
  const headings = document.querySelectorAll("h1");
  if (headings.length !== 1) wrong.push(`there are ${headings.length} first-level headings, want 1`);
  if (!/^(Error: )?\S.* – (.+ – )?Comity$/.test(document.title)) wrong.push(`the title is "${document.title}", want "Page – Partnership – Comity"`);
  const mistaken = document.querySelector(".govuk-error-summary") !== null;
  if (mistaken !== document.title.startsWith("Error: ")) wrong.push(`the title "${document.title}" and the error summary do not agree`);

  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length) wrong.push(`ids are there twice: ${twice.join(", ")}`);

  for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")) {
    if (e.disabled || e.tabIndex < 0 || e.closest("[hidden]") || e.matches(".govuk-skip-link") || !e.checkVisibility()) continue;
    const { width, height } = e.getBoundingClientRect();
    if (width < 2 || height < 2) wrong.push(`takes the focus and cannot be seen: ${e.outerHTML.slice(0, 120)}`);
  }
  return wrong;
}

// visibleWords gives what a person may read, a line a text: also what is folded, but for the details that are meant for the
// engine's words and are closed.
export function visibleWords(page) {
  return page.evaluate(() => {
    const out = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let n = walker.nextNode(); n; n = walker.nextNode()) {
      const e = n.parentElement;
      if (e.closest("script, style, template, noscript, [hidden]")) continue;
      const folded = e.closest("details.app-details:not([open])");
      if (folded && !e.closest("summary")) continue;
      if (n.data.trim()) out.push(n.data.trim());
    }
    for (const name of ["alt", "title", "aria-label", "placeholder"]) document.querySelectorAll(`[${name}]`).forEach((e) => out.push(e.getAttribute(name)));
    document.querySelectorAll("input, textarea").forEach((e) => !/hidden|checkbox|radio|submit|file/.test(e.type) && e.value && out.push(e.value));
    return out;
  });
}

// What people write themselves may look so: addresses and names of files.
const ofPeople = /\S+@\S+|https?:\/\/\S+|\S+\.(pdf|docx?|xlsx?|csv|png|jpe?g|txt|ics|odt|ods)\b/gi;
const ofEngine = {
  "a snake_case word": /\b[a-z][a-z0-9]*(_[a-z0-9]+)+\b/,
  "a UUID": /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/i,
  "a digest": /sha256:|\b[0-9a-f]{40,}\b/i,
  "a value that is not there": /<no value>|\bundefined\b|\bNaN\b|%!/,
};

function engineWords(texts, allow) {
  const wrong = [];
  for (const text of texts) {
    const own = allow.reduce((t, a) => t.replaceAll(new RegExp(a, "g"), ""), text.replace(ofPeople, ""));
    for (const [what, looks] of Object.entries(ofEngine)) if (looks.test(own)) wrong.push(`${what} can be read: "${text.slice(0, 120)}"`);
  }
  return wrong;
}

// reflows says what makes the page scroll sideways at 320 px; a phone at its own width, and paper at that of A4 in its margins.
export async function reflows(page) {
  const before = page.viewportSize();
  if (page.way !== "phone") await page.setViewportSize({ width: page.way === "print" ? 672 : 320, height: 640 });
  const wrong = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((e) => e.getBoundingClientRect().right > clientWidth + 1 && !e.parentElement.closest(".app-scroll") && e.checkVisibility());
    return [`at ${clientWidth} px the page is ${scrollWidth} wide: ${wide.slice(0, 4).map((e) => e.outerHTML.slice(0, 90)).join(" | ")}`];
  });
  if (page.way !== "phone") await page.setViewportSize(before);
  return wrong;
}

// weight loads the page once more, as the same person and with nothing cached, and adds up what comes over the wire.
async function weight(page) {
  const context = await page.context().browser().newContext({ storageState: await page.context().storageState() });
  try {
    const fresh = await context.newPage();
    const cdp = await context.newCDPSession(fresh);
    const streams = new Set();
    let bytes = 0;
    await cdp.send("Network.enable");
    cdp.on("Network.responseReceived", (e) => e.type === "EventSource" && streams.add(e.requestId));
    cdp.on("Network.loadingFinished", (e) => (bytes += streams.has(e.requestId) ? 0 : e.encodedDataLength));
    await fresh.goto(page.url(), { waitUntil: "load" });
    return bytes > mostBytes ? [`a load that is not cached takes ${bytes} bytes, want ${mostBytes} at most`] : bytes === 0 ? ["nothing was weighed"] : [];
  } finally {
    await context.close();
  }
}
