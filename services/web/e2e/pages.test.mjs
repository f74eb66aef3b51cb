// Every page that there is, as the people who come to it: walked by its links, and looked at in every way that people look.
import { before, test } from "node:test";
import assert from "node:assert/strict";
import { act, check, paper, person, recordPerson, screenshot, visitor } from "./lib.mjs";
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
