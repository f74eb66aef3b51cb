// What the browser tests share: a real Chromium, the ways in which people look at a page, signing in, and the keyboard.
// check.mjs says what holds on every page; shots.mjs keeps pictures to be looked at.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after } from "node:test";
import { chromium } from "playwright-core";
import { watch } from "./faults.mjs";

export { check, reflows, visibleWords } from "./check.mjs";
export { screenshot, paper } from "./shots.mjs";

// address is where the pages are, without a slash at the end.
export const address = process.env.COMITY_URL;

const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// ways are how people look at a page. zoomed is 400 % on a screen 1280 wide: 320 are left.
export const ways = {
  desktop: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  noScript: { viewport: { width: 1280, height: 900 }, javaScriptEnabled: false },
  forcedColours: { viewport: { width: 1280, height: 900 }, forcedColors: "active" },
  zoomed: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  print: { viewport: { width: 1280, height: 900 } },
};

let running;
const browser = () => (running ??= chromium.launch({ executablePath: process.env.COMITY_CHROMIUM || "/usr/bin/chromium", args: flags }));
after(async () => (await running)?.close());

// visitor gives a page of a person with a browser profile of their own. Everything that goes wrong on it is kept for check.
export async function visitor(way = "desktop", options = {}) {
  const context = await (await browser()).newContext({ baseURL: address, locale: "en-GB", timezoneId: "Europe/London", ...ways[way], ...options });
  context.setDefaultTimeout(10_000);
  const page = watch(await context.newPage());
  page.way = way;
  if (way === "print") await page.emulateMedia({ media: "print" });
  return page;
}

// tab opens another page of the same person.
export async function tab(page) {
  const other = watch(await page.context().newPage());
  other.way = page.way;
  return other;
}

// signIn signs in on the demonstration's sign-in page as the person with that name, who chooses with the mouse.
export async function signIn(page, name) {
  await page.goto("/sign-in");
  await page.getByRole("radio", { name, exact: true }).check();
  await page.getByRole("button", { name: "Continue" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
  return page;
}

// person is a visitor who has signed in.
export const person = async (name, way, options) => signIn(await visitor(way, options), name);

// tabTo presses Tab until the focus is on a control with that role and name, and fails after most presses. It gives how many it took.
export async function tabTo(page, role, name, most = 80) {
  const wanted = page.getByRole(role, { name, exact: true }).first();
  await wanted.waitFor();
  const seen = [];
  for (let n = 1; n <= most; n++) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((e) => e === document.activeElement)) return n;
    seen.push(await page.evaluate(() => `${document.activeElement.tagName.toLowerCase()} ${document.activeElement.textContent.trim().slice(0, 30)}`));
  }
  throw new Error(`Tab did not reach the ${role} "${name}" in ${most} presses. It came by:\n  ${seen.join("\n  ")}`);
}

// server says where the program can be reached: nats, pages, websocket.
export const server = () => JSON.parse(readFileSync(`${process.env.COMITY_DIR}/server.json`, "utf8"));

// comity runs the program's own command line on the installation of this test, and gives what it says. It arranges what is there
// before the pages are tested; what is tested is done on the pages.
export function comity(...args) {
  return execFileSync(process.env.COMITY_BIN, [...args, "--dir", process.env.COMITY_DIR], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

// act sends a command as a person, by their id.
export const act = (who, command, fields) => comity("do", command, ...Object.entries(fields).map(([k, v]) => `${k}=${v}`), "--as", who);

// recordPerson makes somebody known by name, who has no part in anything.
export const recordPerson = (id, name, email) => comity("people", "record", id, "--name", name, "--email", email, "--as", "p-admin");
