// The JavaScript example of docs/examples, as somebody else's dashboard has it: bundled with its library, run in a browser over
// NATS WebSocket, with a key that the trust's secretary made on the pages. It ends with what the pages show.
import { test } from "node:test";
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { act, check, person, server, visitor } from "./lib.mjs";
import { fill, press, trust } from "./acts.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

// bundled is the example and NATS's library as one script, with follow in window.
async function bundled() {
  const { build } = createRequire(here("../assets/package.json"))("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: `import { follow } from ${JSON.stringify(here("../../../docs/examples/dashboard.mjs"))}; window.follow = follow;`, resolveDir: here("."), loader: "js" },
    bundle: true,
    format: "esm",
    target: "chrome109",
    nodePaths: [here("node_modules")],
    write: false,
  });
  return outputFiles[0].text;
}

// key makes a key for a dashboard of the trust, and gives what its page shows this once.
async function key() {
  const page = await person("Frances Doyle");
  await page.goto("/account/keys");
  await fill(page, { "What is it for?": "The wall in County Hall" });
  await page.getByRole("radio", { name: /^A dashboard of/ }).check();
  await page.getByRole("radio", { name: "What partners see", exact: true }).check();
  await press(page, "Make the key");
  const [user, secret] = await page.locator("main .app-id").allInnerTexts();
  assert.ok(user && secret, await page.locator("main").innerText());
  return { user, key: secret };
}

test("somebody else's dashboard follows over WebSocket, and ends with what the pages show", async () => {
  const credentials = await key();
  const address = server().websocket; // the wall's page comes from the host that the WebSocket is on: the server lets no others in
  const wall = await visitor("desktop", { baseURL: address.replace(/^ws/, "http") });
  await wall.route(`${address.replace(/^ws/, "http")}/wall`, (r) => r.fulfill({ contentType: "text/html", body: "<!DOCTYPE html><html lang=en><title>Wall</title><h1>Wall</h1><ul></ul>" }));
  await wall.context().grantPermissions(["local-network-access"]); // the page is made up here, and so comes from nowhere
  await wall.goto("/wall");
  await wall.addScriptTag({ type: "module", content: await bundled() });
  await wall.waitForFunction(() => window.follow);
  await wall.evaluate(
    async (options) => {
      window.cases = {};
      window.told = [];
      window.wrong = [];
      const place = (c) => (window.cases[c.case] = { stage: c.stage ?? "", status: c.status });
      await window.follow({
        ...options,
        onCase: place,
        onEvent: (e) => {
          window.told.push(Number(e.sequence));
          if (e.data.case && e.data.status) place(e.data);
        },
        failed: (err) => window.wrong.push(String(err)),
      });
    },
    { server: address, ...credentials, partnership: "arrowshire", clearance: "partners" },
  );
  await wall.waitForFunction(() => Object.keys(window.cases).length > 3);
  assert.equal(await wall.evaluate(() => window.cases["speech-help"].stage), "needs_assessment");

  for (const [who, seat] of [["director-of-services", "T1"], ["lead-member", "T2"], ["commissioner-for-children", "T3"]]) act(who, "signoff.vote", { case: "speech-help", signoff: "trust", seat, choice: "approve" });
  await wall.waitForFunction(() => window.cases["speech-help"].stage === "planning", null, { timeout: 15_000 });
  const told = await wall.evaluate(() => window.told);
  assert.ok(told.length > 0 && told.every((n, i) => i === 0 || n > told[i - 1]), `${told}`);
  assert.deepEqual(await wall.evaluate(() => window.wrong), []);

  // The same as the pages show, and as many.
  const page = await person("Councillor Margaret Hale");
  const listed = await (await page.request.get(`${trust}/cases.csv`)).text();
  const [head, ...rows] = listed.trim().split(/\r?\n/);
  const column = head.split(",").findIndex((h) => /reference|case/i.test(h));
  const shown = rows.map((r) => r.split(",")[column].replaceAll('"', "")).sort();
  assert.deepEqual(await wall.evaluate(() => Object.keys(window.cases).sort()), shown);
});
