// A vote with the keyboard alone: from the sign-in page to the confirmation, without a mouse.
import { test } from "node:test";
import assert from "node:assert/strict";
import { check, tabTo, visitor } from "./lib.mjs";
import { says } from "./acts.mjs";

const title = "Speech and language help in every school"; // two of the board have voted on it

// enter presses Enter and waits for the page that comes.
async function enter(page) {
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

test("a member votes with the keyboard alone", async () => {
  const page = await visitor();
  await page.goto("/work");
  await page.waitForURL("**/sign-in");
  await page.keyboard.press("Tab");
  assert.equal(await page.locator(":focus").innerText(), "Skip to main content");
  await page.keyboard.press("Enter");
  const wanted = page.getByRole("radio", { name: "Grace Adeyemi", exact: true });
  for (let n = 0; n < 20 && !(await page.evaluate(() => document.activeElement.type === "radio")); n++) await page.keyboard.press("Tab");
  for (let n = 0; n < 100 && !(await wanted.isChecked()); n++) await page.keyboard.press("ArrowDown");
  await tabTo(page, "button", "Continue");
  await enter(page);

  const decide = page.locator(".app-card", { hasText: title }).getByRole("link", { name: /^Decide/ });
  for (let n = 0; n < 60 && !(await decide.evaluate((e) => e === document.activeElement)); n++) await page.keyboard.press("Tab");
  await enter(page);
  await says(page, title, "How do you vote?");

  await tabTo(page, "link", "Go to your answer");
  await page.keyboard.press("Enter");
  await tabTo(page, "radio", "No", 3);
  await page.keyboard.press("Space");
  await tabTo(page, "radio", "Approve", 3);
  await page.keyboard.press("Space");
  await tabTo(page, "textbox", "Reason (optional)", 3);
  await page.keyboard.type("Every school asks for it.");
  await tabTo(page, "button", "Continue", 3);
  await enter(page);
  await says(page, "Check your answers before you send them", "Approve", "Every school asks for it.");
  await check(page, { weigh: false });

  await tabTo(page, "button", "Send my vote");
  await enter(page);
  await says(page, /\d for, 0 against/);
  await tabTo(page, "link", "Go to my work");
  await enter(page);
  assert.ok(!(await page.locator("main").innerText()).includes(title));
});

test("every control of a case's pages is reached, in the order of the page, and is seen when it has the focus", async () => {
  const page = await visitor();
  await page.goto("/sign-in");
  await page.getByRole("radio", { name: "Asha Patel", exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  for (const path of ["/arrowshire/cases", "/arrowshire/cases/speech-help", "/arrowshire/cases/speech-help/what-if", "/arrowshire/dashboard"]) {
    await page.goto(path);
    const all = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((e) => e.checkVisibility() && !e.closest("details:not([open]) > :not(summary)")).length);
    const reached = [];
    for (let n = 0; n < 200; n++) {
      await page.keyboard.press("Tab");
      const now = await page.evaluate(() => {
        const e = document.activeElement;
        if (e === document.body) return null;
        const { top, bottom, width } = e.getBoundingClientRect();
        const style = getComputedStyle(e);
        const drawn = style.outlineStyle !== "none" || style.boxShadow !== "none" || e.matches("input") || e.querySelector(":scope > span") !== null;
        return { tag: e.outerHTML.slice(0, 100), seen: width > 0 && bottom > 0 && top < innerHeight && drawn };
      });
      if (!now) break;
      reached.push(now);
    }
    assert.deepEqual(reached.filter((r) => !r.seen).map((r) => r.tag), [], path);
    assert.ok(reached.length >= all * 0.8 && reached.length > 10, `${path}: ${reached.length} of ${all}`);
  }
});
