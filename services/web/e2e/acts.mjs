// What people do on the pages, step by step, as several tests need it.
import assert from "node:assert/strict";

export const trust = "/arrowshire";

// press presses a button and waits for the page that comes.
export async function press(page, name) {
  const from = page.url();
  await Promise.all([
    page.waitForResponse((r) => r.request().isNavigationRequest() && r.request().frame() === page.mainFrame() && r.status() !== 303),
    page.getByRole("button", { name, exact: true }).click(),
  ]);
  await page.waitForLoadState();
  return from;
}

// words gives what the page says, on one line.
export const words = async (page) => (await page.locator("main").innerText()).replace(/\s+/g, " ");

// says fails unless the page says all of it.
export async function says(page, ...all) {
  const text = await words(page);
  for (const one of all) {
    if (one instanceof RegExp) assert.match(text, one, page.url());
    else assert.ok(text.includes(one), `${page.url()} does not say "${one}":\n${text}`);
  }
}

// until asks again for the page until it says so: what has just been decided elsewhere takes a moment to be shown.
export async function until(page, path, said, within = 15_000) {
  for (const end = Date.now() + within; ; await new Promise((r) => setTimeout(r, 100))) {
    await page.goto(path);
    const text = await words(page);
    if (said instanceof RegExp ? said.test(text) : text.includes(said)) return;
    if (Date.now() > end) assert.fail(`${path} does not come to say ${said}:\n${text}`);
  }
}

// waits opens what waits for a person on their work page, by the case's title and the link's words, and fails if nothing does.
export async function waits(page, title, action = "Decide") {
  await until(page, "/work", title);
  await page.locator(".app-card", { hasText: title }).first().getByRole("link", { name: new RegExp(`^${action}`) }).click();
  await page.waitForLoadState();
}

// vote answers the decision whose page is open: chooses, checks, sends.
export async function vote(page, choice, { reason, conditions } = {}) {
  const none = page.getByRole("radio", { name: "No", exact: true });
  if (await none.count()) await none.check();
  await page.getByRole("radio", { name: choice, exact: true }).check();
  if (reason) await page.getByLabel("Reason (optional)").fill(reason);
  if (conditions) await page.getByLabel("Conditions of your approval (optional)").fill(conditions);
  await press(page, "Continue");
  await says(page, "Check your answers before you send them", choice);
  const send = page.getByRole("button", { name: /^(Send my (vote|answer)|Cast the casting vote)$/ });
  await press(page, await send.innerText());
}

// fill fills the fields in by their labels, and ticks the choices by theirs.
export async function fill(page, fields, choices = []) {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  for (const name of choices) await page.getByRole("radio", { name, exact: true }).or(page.getByRole("checkbox", { name, exact: true })).check();
}
