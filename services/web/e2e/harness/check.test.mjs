// check finds what it is there to find, and nothing on a page where nothing is wrong.
import { test } from "node:test";
import assert from "node:assert/strict";
import { check, person, visitor } from "../lib.mjs";

test("a page where nothing is wrong passes", async () => {
  const page = await visitor();
  await page.goto("/plain");
  await check(page);
});

test("everything wrong is said at once", async () => {
  const page = await visitor();
  await page.goto("/bad");
  await assert.rejects(check(page), (e) => {
    for (const wrong of [
      /console: .*style/i, // what the policy refused
      /missing\.png/,
      /axe image-alt/,
      /axe link-name/,
      /2 first-level headings/,
      /a snake_case word can be read: "The case is at_gate/,
      /a snake_case word can be read: "also_folded/,
      /a UUID can be read/,
      /a digest can be read/,
      /at 320 px the page is \d+ wide/,
      /takes the focus and cannot be seen: <a href="\/x"/,
    ])
      assert.match(e.message, wrong);
    assert.doesNotMatch(e.message, /at_the_engine/);
    return true;
  });
});

test("what is allowed may stand there", async () => {
  const page = await visitor();
  await page.goto("/bad");
  await assert.rejects(check(page, { allow: ["at_gate", "also_folded"] }), (e) => !/snake_case/.test(e.message));
});

test("without script the words and the shape are checked all the same", async () => {
  const page = await visitor("noScript");
  await page.goto("/bad");
  await assert.rejects(check(page), /snake_case[\s\S]*at 320 px/);
});

for (const way of ["desktop", "phone", "noScript"]) {
  test(`somebody signs in under exactly that name: ${way}`, async () => {
    const page = await person("Priya Natarajan", way);
    assert.equal(new URL(page.url()).search, "?as=1");
    await check(page, { weigh: false });
  });
}
