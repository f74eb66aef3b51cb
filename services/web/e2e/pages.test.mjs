// Every page that there is, as the people who come to it: walked by its links, and looked at in every way that people look.
import { before, test } from "node:test";
import assert from "node:assert/strict";
import { act, check, paper, person, recordPerson, screenshot } from "./lib.mjs";
import { press } from "./acts.mjs";
import { walk } from "./walk.mjs";

const trust = "/arrowshire";
const waiting = "evictions-R1"; // the case that follows the first of the demonstration; it is brought to its first gate
const people = [
  { name: "Asha Patel", is: "officer of the unit" },
  { name: "Dominic Yardley", is: "member of a district board" },
  { name: "Councillor Margaret Hale", is: "member of the strategic board" },
  { name: "Lewis Thackray", is: "speaks for a sovereign partner" },
  { name: "Stephen Norcross", is: "proper officer" },
  { name: "Priya Raman", is: "finance officer" },
  { name: "Gareth Pugh", is: "administrator" },
  { name: "Frances Doyle", is: "secretary" },
];

// A document of the rules is shown as it was written, in the engine's own words.
const allow = (kind) => (kind.includes("/desk/documents/") ? [".+"] : []);

// What differs from person to person is looked at for each of them; of the rest one of a kind is enough.
const personal = new Set(["/work", `${trust}/cases/case`]);
const looked = new Set();

before(async () => {
  for (const type of ["outcomes", "needs", "views", "district_impact"]) act("commissioner", "case.add_evidence", { case: waiting, type });
  act("commissioner", "case.request_gate", { case: waiting });
  act("trust-secretary", "meeting.schedule", { meeting: "first", board: "trust", starts_at: "2030-01-15T10:00:00Z", venue: "County Hall" });
  recordPerson("stranger", "Nobody Here", "stranger@elsewhere.example");
});

const slug = (s) => s.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");

for (const who of people) {
  test(`${who.name}, ${who.is}`, async (t) => {
    const page = await person(who.name);
    const found = await walk(page, ["/work", "/account", "/outbox"]);
    await t.test("no link leads nowhere", () => {
      const lost = found.filter((p) => p.status !== 200).map((p) => `${p.status} ${p.path} (on ${p.from})`);
      assert.deepEqual(lost, []);
      assert.ok(found.length > 60, `there are only ${found.length} pages`);
    });
    const one = new Set();
    for (const { path, kind, html } of found) {
      const key = personal.has(kind) ? `${kind} of ${who.name}` : kind;
      if (!html || looked.has(key) || one.has(key)) continue;
      if (personal.has(kind) && kind.endsWith("/case") && !path.endsWith(waiting)) continue; // what waits for decisions differs most
      one.add(key);
      looked.add(key);
      await t.test(path, async () => {
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.goto(path);
        await screenshot(page, slug(`${who.is} ${kind}`));
        await check(page, { allow: allow(kind) });
        await page.setViewportSize({ width: 320, height: 256 }); // 400 % on a screen 1280 wide
        await check(page, { weigh: false, allow: allow(kind) });
      });
    }
    await page.context().close();
  });
}

// The pages that most people see, in the other ways in which they look at them.
const most = ["/work", `${trust}/cases`, `${trust}/cases?view=board`, `${trust}/cases/${waiting}`, `${trust}/cases/${waiting}/lifecycle`, `${trust}/cases/${waiting}/decide/bel-board`, `${trust}/dashboard`];

for (const way of ["phone", "noScript", "forcedColours", "print"]) {
  test(`the pages that matter most: ${way}`, async () => {
    const page = await person("Cerys Quayle", way === "print" ? "desktop" : way);
    if (way === "print") {
      page.way = way;
      await page.emulateMedia({ media: "print" });
    }
    for (const path of most) {
      await page.goto(path);
      await check(page, { weigh: false });
      if (way === "forcedColours") await screenshot(page, slug(`${way} ${path}`));
    }
    if (way === "print") assert.match((await paper(page, "dashboard")).subarray(0, 5).toString(), /^%PDF-/);
    await page.context().close();
  });
}

// A form that is sent as it was found says what is missing, and links to it.
const mistakes = [
  ["Asha Patel", `${trust}/cases/new`, "Start the case"],
  ["Asha Patel", `${trust}/cases/${waiting}/offer`, "Add the offer"],
  ["Asha Patel", `${trust}/cases/${waiting}/act/case.withdraw`, "Continue"],
  ["Cerys Quayle", `${trust}/cases/${waiting}/decide/bel-board`, "Continue"],
  ["Cerys Quayle", "/account/keys", "Make the key"],
  ["Frances Doyle", `${trust}/desk/meetings`, "Call the meeting"],
];

test("a form that is sent empty says what is missing, and leads to it", async (t) => {
  for (const [name, path, button] of mistakes) {
    await t.test(path, async () => {
      const page = await person(name);
      await page.goto(path);
      await press(page, button);
      await check(page, { weigh: false });
      await screenshot(page, slug(`mistake ${path}`));
      const summary = page.locator(".govuk-error-summary");
      const link = summary.getByRole("link").first();
      const wrong = page.locator(await link.getAttribute("href"));
      await link.click();
      assert.ok(await wrong.evaluate((e) => e === document.activeElement || e.contains(document.activeElement)), await summary.innerText());
      await page.context().close();
    });
  }
});

test("whoever has no part in it is told nothing, not even that it is there", async () => {
  const page = await person("Nobody Here");
  await check(page);
  const nowhere = await page.goto("/nowhere/cases");
  const text = async () => (await page.locator("main").innerText()).replace(/\d\d:\d\d:\d\d/, "");
  const said = await text();
  assert.equal(nowhere.status(), 404);
  for (const path of [`${trust}/cases`, `${trust}/cases/${waiting}`, `${trust}/cases.csv`, `${trust}/boards`, `${trust}/dashboard`, `${trust}/desk`, `${trust}/cases/${waiting}/decide/bel-board`]) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 404, path);
    assert.equal(await text(), said, path);
  }
  await check(page, { weigh: false });
  await screenshot(page, "nowhere");
});
