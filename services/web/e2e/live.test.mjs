// The dashboard keeps itself up to date: one stream for all tabs, what is decided in one tab shown in the other, a pause, and a
// notice when it is cut.
import { before, test } from "node:test";
import assert from "node:assert/strict";
import { act, check, person, tab } from "./lib.mjs";
import { trust, vote } from "./acts.mjs";

const dashboard = `${trust}/dashboard`;
const asked = `${trust}/cases/speech-help/decide/trust`; // two of the nine have voted on it, and five make a majority
const count = (page, stage) => page.getByRole("row", { name: new RegExp(`^${stage}`) }).getByRole("cell").first();
const becomes = async (page, stage, n) => {
  await count(page, stage).filter({ hasText: new RegExp(`^${n}$`) }).waitFor();
};
let page, second, open;

// streams keeps the streams that a browser has open.
function streams(context) {
  const open = new Set();
  context.on("request", (r) => r.resourceType() === "eventsource" && open.add(r));
  for (const over of ["requestfinished", "requestfailed"]) context.on(over, (r) => open.delete(r));
  return open;
}

before(async () => {
  page = await person("Councillor Margaret Hale");
  open = streams(page.context());
  await page.goto(dashboard);
  second = await tab(page);
  await second.goto(dashboard);
  for (const p of [page, second]) await p.getByRole("button", { name: "Pause updates" }).waitFor();
});

test("what is decided in one tab is shown in the other, and both share one stream", async () => {
  const planning = Number(await count(page, "Planning").innerText());
  for (const [who, seat] of [["director-of-services", "T1"], ["commissioner-for-children", "T3"]]) act(who, "signoff.vote", { case: "speech-help", signoff: "trust", seat, choice: "approve" });
  await second.goto(asked);
  await vote(second, "Approve");
  await becomes(page, "Planning", planning + 1);
  await second.goto(dashboard);
  await second.getByRole("button", { name: "Pause updates" }).waitFor();
  await becomes(second, "Planning", planning + 1);
  assert.equal(open.size, 1, [...open].map((r) => r.url()).join(" "));
  await check(page);
});

test("while it is paused nothing moves, and then what was missed is shown", async () => {
  await page.getByRole("button", { name: "Pause updates" }).click();
  const drafts = Number(await count(page, "Draft").innerText());
  act("commissioner", "case.create", { title: "A case that comes while one reads", sponsor: "county" });
  await page.getByText(/items? changed and (is|are) not shown yet/).waitFor();
  assert.equal(Number(await count(page, "Draft").innerText()), drafts);
  await page.getByRole("button", { name: "Resume updates" }).click();
  await becomes(page, "Draft", drafts + 1);
});

test("a page that is cut says so, in every tab, and no longer once it is back", async () => {
  const third = await tab(second);
  await third.goto(dashboard);
  await third.getByRole("button", { name: "Pause updates" }).waitFor();
  const stale = (p) => p.locator("[data-live-stale]").first();
  assert.equal(await stale(second).isVisible(), false);
  await page.context().route("**/live?*", (r) => r.abort());
  await page.close(); // it held the stream, and no other can be had
  for (const p of [second, third]) await stale(p).waitFor({ state: "visible", timeout: 20_000 });
  await second.context().unroute("**/live?*");
  for (const p of [second, third]) await stale(p).waitFor({ state: "hidden", timeout: 40_000 });
});
