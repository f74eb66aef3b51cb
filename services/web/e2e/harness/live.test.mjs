// The live script: one stream for all tabs, patches, pauses, cuts. And the two small guards.
import { test } from "node:test";
import assert from "node:assert/strict";
import { address, tab, visitor } from "../lib.mjs";

const post = (path, body) => fetch(address + path, { method: "POST", body: body && JSON.stringify(body) });
const streams = async () => (await fetch(`${address}/streams`)).json();
const say = (position, id, html, more = {}) => post("/say", { position, as_at: "2026-12-04T14:00:00Z", patches: [{ id, html }], ...more });
const one = (text) => `<p class="govuk-body" id="one">${text}</p>`;

// until waits for a condition, which may be asked of the server.
async function until(what, holds, within = 10_000) {
  for (const end = Date.now() + within; Date.now() < end; await new Promise((r) => setTimeout(r, 30))) if (await holds()) return;
  assert.fail(`not within ${within} ms: ${what}`);
}
const shows = (page, text, id = "one") => page.locator(`#${id}`, { hasText: text }).waitFor();
const opened = (n = 1) => until(`${n} streams`, async () => (await streams()).open === n);

// at opens the page and waits for its stream.
async function at(t) {
  await opened(0);
  const page = await visitor();
  t.after(() => page.context().close());
  await page.goto("/board");
  await opened();
  return page;
}

test("a patch is shown, the time with it, and said once to a screen reader", async (t) => {
  const page = await at(t);
  assert.equal((await streams()).asked, "topic=cases&after=10");
  await say(11, "one", one("Second"));
  await shows(page, "Second");
  assert.equal(await page.locator("[data-live-time]").textContent(), "14:00:00");
  await page.locator("[data-live-said]", { hasText: "1 item updated." }).waitFor({ state: "attached" });
});

test("what is older than the page or than what it has shown is left alone", async (t) => {
  const page = await at(t);
  await say(9, "one", one("Older than the page"));
  await say(12, "one", one("Twelfth"));
  await shows(page, "Twelfth");
  await say(11, "one", one("Eleventh, late"));
  await say(13, "two", `<div id="two">Thirteenth</div>`);
  await shows(page, "Thirteenth", "two");
  assert.equal(await page.locator("#one").textContent(), "Twelfth");
});

test("while it is paused nothing moves, and then all that was missed is shown", async (t) => {
  const page = await at(t);
  await page.getByRole("button", { name: "Pause updates" }).click();
  await say(11, "one", one("Eleventh"));
  await say(12, "one", one("Twelfth"));
  await page.getByText("1 item changed and is not shown yet.").waitFor();
  assert.equal(await page.locator("#one").textContent(), "First");
  await page.getByRole("button", { name: "Resume updates" }).click();
  await shows(page, "Twelfth");
});

test("a block that somebody writes in waits until it is as it was", async (t) => {
  const page = await at(t);
  await page.getByLabel("A field").fill("mine");
  await say(11, "two", `<div id="two">Replaced</div>`);
  await page.getByText("1 item changed and is not shown yet.").waitFor();
  assert.equal(await page.getByLabel("A field").inputValue(), "mine");
  await page.getByLabel("A field").fill("");
  await page.getByLabel("Search").focus();
  await shows(page, "Replaced", "two");
});

test("tabs share one stream, each is shown its own topics, and another takes over when the first closes", async (t) => {
  const page = await at(t);
  const second = await tab(page);
  await second.goto("/board");
  const third = await tab(page);
  await third.goto("/other");
  await until("one stream for both topics", async () => (await streams()).open === 1 && (await streams()).asked === "topic=boards&topic=cases&after=10");
  await say(11, "one", one("For cases"), { topic: "cases" });
  await shows(page, "For cases");
  await shows(second, "For cases");
  await say(12, "one", one("For boards"), { topic: "boards" });
  await shows(third, "For boards");
  assert.equal(await page.locator("#one").textContent(), "For cases");

  await page.close();
  await until("the next tab has opened a stream", async () => (await streams()).open === 1 && (await streams()).asked.endsWith("after=11"));
  await say(13, "one", one("Afterwards"), { topic: "cases" });
  await shows(second, "Afterwards");
});

test("a tab that comes later is told what happened since its page was made", async (t) => {
  const page = await at(t);
  await say(11, "one", one("Eleventh"));
  await shows(page, "Eleventh");
  const second = await tab(page);
  await second.goto("/board"); // made at position 10
  await shows(second, "Eleventh");
});

test("a cut stream is said on the page, and the page catches up when it is back", async (t) => {
  const page = await at(t);
  await post("/cut");
  await page.getByText("This page is not being kept up to date").waitFor();
  await post("/mend");
  await opened();
  await page.getByText("This page is not being kept up to date").waitFor({ state: "hidden" });
  await say(11, "one", one("Caught up"));
  await shows(page, "Caught up");
});

test("leaving a form with changes is asked about, and sending it is not", async (t) => {
  const page = await at(t);
  const asked = [];
  page.on("dialog", (d) => (asked.push(d.type()), d.accept()));
  await page.getByLabel("Guarded").fill("something");
  await page.goto("/plain");
  assert.deepEqual(asked, ["beforeunload"]);
  await page.goto("/board");
  await page.getByLabel("Guarded").fill("something");
  await page.getByRole("button", { name: "Save" }).click();
  await page.waitForURL("**/plain?**");
  assert.equal(asked.length, 1);
});

test("a slash goes to the search field, but not while somebody writes or has turned it off", async (t) => {
  const page = await at(t);
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.keyboard.press("/");
  assert.equal(await focused(), "search");
  await page.getByLabel("A field").focus();
  await page.keyboard.press("/");
  assert.equal(await page.getByLabel("A field").inputValue(), "/");
  await page.evaluate(() => (localStorage.setItem("comity-shortcuts", "off"), document.activeElement.blur()));
  await page.keyboard.press("/");
  assert.notEqual(await focused(), "search");
});
