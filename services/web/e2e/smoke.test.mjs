// The pages that need nobody signed in, in every way that people look at them.
import { test } from "node:test";
import { check, screenshot, visitor, ways } from "./lib.mjs";

for (const path of ["/sign-in", "/accessibility", "/cookies", "/privacy"]) {
  test(`${path} is sound`, async (t) => {
    for (const way of Object.keys(ways)) {
      await t.test(way, async () => {
        const page = await visitor(way);
        await page.goto(path);
        if (way === "desktop") await screenshot(page, path.slice(1));
        await check(page, { weigh: way === "desktop" });
        await page.context().close();
      });
    }
  });
}
