// Every component of COMPONENTS.md, in every way that people look at it.
import { test } from "node:test";
import assert from "node:assert/strict";
import { check, paper, screenshot, tabTo, visitor, ways } from "../lib.mjs";

for (const way of Object.keys(ways)) {
  test(`the components are sound: ${way}`, async () => {
    const page = await visitor(way);
    await page.goto("/components");
    if (way === "desktop") {
      await screenshot(page, "components", { also: ["forced"] });
      assert.match((await paper(page, "components")).subarray(0, 5).toString(), /^%PDF-/);
    }
    await check(page, { weigh: way === "desktop" });
    await page.context().close();
  });
}

test("the keyboard gets everywhere, to the skip link first", async () => {
  const page = await visitor();
  await page.goto("/components");
  assert.equal(await tabTo(page, "link", "Skip to main content"), 1);
  await tabTo(page, "link", "My work");
  await tabTo(page, "button", "Pause updates");
  await tabTo(page, "region", "Cases");
  await assert.rejects(tabTo(page, "link", "My work", 3), /did not reach the link "My work" in 3 presses/);
});

test("the menu on a phone is folded, and there without script", async () => {
  const page = await visitor("phone");
  await page.goto("/components");
  assert.equal(await page.getByRole("link", { name: "Dashboard" }).isVisible(), false);
  await page.getByRole("button", { name: "Menu" }).click();
  await page.getByRole("link", { name: "Dashboard" }).waitFor();
  const bare = await visitor("phone", { javaScriptEnabled: false });
  await bare.goto("/components");
  assert.equal(await bare.getByRole("link", { name: "Dashboard" }).isVisible(), true);
  assert.equal(await bare.getByRole("button", { name: "Pause updates" }).isVisible(), false);
});
