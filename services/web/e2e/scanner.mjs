// A mail scanner, as councils have them: before a person sees an e-mail it opens every link in it, and every form that it comes to
// it sends. It does so as nobody, for it has no session.
import assert from "node:assert/strict";
import { request } from "playwright-core";
import { address, visitor } from "./lib.mjs";

// mailTo waits for the newest e-mail to somebody about a case, and gives its subject and its links.
export async function mailTo(page, name, about, within = 20_000) {
  for (const end = Date.now() + within; ; await new Promise((r) => setTimeout(r, 200))) {
    await page.goto("/outbox");
    const row = page.getByRole("row").filter({ hasText: name }).filter({ hasText: about }).first();
    if (await row.count()) {
      const subject = await row.getByRole("link").innerText();
      await row.getByRole("link").click();
      const links = await page.locator(".app-mail a").evaluateAll((all) => all.map((a) => a.href));
      return { subject, links: [...new Set(links)] };
    }
    if (Date.now() > end) assert.fail(`there is no e-mail to ${name} about ${about}`);
  }
}

// scan opens every link in a browser of its own and sends every form on the page that it is shown, by every button. Then it sends
// every form, filled in, that the person themselves would find there. It gives how many it opened and sent.
export async function scan(links, person) {
  const tried = { opened: 0, sent: 0 };
  const scanner = await visitor();
  for (const link of links) {
    await scanner.goto(link);
    tried.opened++;
    for (let n = 0; n < (await scanner.locator("form button, form input[type=submit]").count()); n++) {
      const button = scanner.locator("form button, form input[type=submit]").nth(n);
      await Promise.all([scanner.waitForNavigation(), button.evaluate((b) => b.form.requestSubmit(b))]);
      tried.sent++;
      assert.ok(!(await scanner.getByRole("button", { name: "Sign out" }).count()), "the scanner is signed in");
      await scanner.goto(link);
    }
  }
  await scanner.context().close();

  const stranger = await request.newContext({ baseURL: address, maxRedirects: 0 });
  for (const link of links) {
    await person.goto(link);
    for (const form of await person.locator("main form").evaluateAll(filledIn)) {
      for (const step of ["", "check", "send"]) {
        const answer = await stranger.fetch(form.action, { method: form.method, form: step ? { ...form.fields, step } : form.fields, headers: { origin: address } });
        assert.ok(form.method === "get" || answer.status() >= 300, `${form.method} ${form.action} without a session: ${answer.status()}`);
        tried.sent++;
      }
    }
  }
  await stranger.dispose();
  return tried;
}

// filledIn runs in the page: every form with an answer to everything that it asks.
function filledIn(forms) {
  return forms.map((form) => {
    for (const e of form.elements) {
      if (e.type === "radio" && ["approve", "none", "certify"].includes(e.value)) e.checked = true;
      if (e.tagName === "TEXTAREA") e.value = "Scanned.";
    }
    return { action: form.action, method: form.method, fields: Object.fromEntries(new FormData(form)) };
  });
}
