// One case from draft to closed, through the pages alone, with the people whom it takes: an officer with script and a real file,
// members on a desktop and on a phone, one entirely without script, one who comes from an e-mail that a scanner opened first, a
// treasurer, those who speak for their organisations, and a secretary who records a room. Each step looks at what its person sees.
import { before, test } from "node:test";
import assert from "node:assert/strict";
import { check, person, screenshot } from "./lib.mjs";
import { fill, press, says, trust, until, vote, waits, words } from "./acts.mjs";
import { mailTo, scan } from "./scanner.mjs";

const title = "Breakfast clubs in Belstone";
const at = {}; // the case's address, when it has one
const who = {}; // a page for each person

const ways = {
  "Asha Patel": "desktop", // officer of the joint commissioning unit
  "Cerys Quayle": "phone", // Belstone's chief executive, in the chair of its board
  "Dominic Yardley": "noScript", // health visitor, on Belstone's board
  "Helen Marsh": "desktop", // assistant director, in the chair of the executive
  "Marcus Yeo": "desktop", // of the primary care trust, on the executive; comes from an e-mail
  "Nell Shaw": "desktop", // of the youth offending team, on the executive
  "Priya Raman": "desktop", // the county's treasurer
  "Daniel Osei": "desktop", // director of children's services, in the chair of the trust board
  "Frances Doyle": "desktop", // secretary of the boards
};

before(async () => {
  for (const [name, way] of Object.entries(ways)) who[name] = await person(name, way);
});

// look checks a page as it stands and keeps a picture of it.
async function look(page, name) {
  await check(page, { weigh: false });
  await screenshot(page, `journey-${name}`);
}

const history = async (page) => {
  await page.goto(`${at.case}/history`);
  return (await page.locator("main ol").allInnerTexts()).join("\n");
};
const status = (page, said) => until(page, at.case, said);

// step is one test of the story; after one that failed the others cannot be told.
let lost = "";
function step(name, tell) {
  test(name, async (t) => {
    if (lost) return t.skip(`the story ended with “${lost}”`);
    lost = name;
    await tell(t);
    lost = "";
  });
}

// rests fails if the case waits for somebody.
async function rests(page) {
  await page.goto("/work");
  assert.ok(!(await words(page)).includes(title), await words(page));
}

step("to begin with it waits for nobody", async () => {
  for (const page of Object.values(who)) await rests(page);
  await says(who["Dominic Yardley"], "Nothing waits for you");
});

step("an officer drafts the case", async (t) => {
  const page = who["Asha Patel"];
  await page.goto("/work");
  await page.getByRole("link", { name: "Cases", exact: true }).click();
  await page.getByRole("link", { name: "Start a new case" }).click();
  await press(page, "Start the case");
  await says(page, "There is a problem");
  await check(page);
  await fill(page, { Title: title });
  await press(page, "Start the case");
  at.case = new URL(page.url()).pathname.replace(/\/edit$/, "");
  await says(page, title, "This is a draft");
  await check(page);

  await t.test("section by section", async () => {
    const section = async (name, fields, choices) => {
      await page.getByRole("link", { name, exact: true }).click();
      await fill(page, fields, choices);
      await check(page, { weigh: false });
      await press(page, "Save and continue");
    };
    await section("About the case", { "Summary in plain language": "Children who come to school hungry get a breakfast there, from September, in the six schools that asked for it." }, ["Be healthy"]);
    await page.goto(`${at.case}/edit`);
    await section("Where and for whom", { "Services concerned": "Early help\nSchool meals" }, ["Belstone", "Targeted", "Locality"]);
    await page.goto(`${at.case}/edit`);
    await section("How it is to be provided", {}, ["Protocol between partners", "Nothing is procured", "Partners only"]);
    await page.goto(`${at.case}/edit`);
    await section("What else was considered, and risk", {
      "What else was considered, and why not": "Vouchers for families: half of them were not used in the pilot.",
      "What could go wrong, and what is done about it": "A school closes its kitchen: its neighbour cooks for both.",
    });
  });

  await t.test("what each organisation puts in", async () => {
    await page.goto(`${at.case}/offer`);
    await page.getByLabel("Organisation", { exact: true }).selectOption({ label: "Arrowshire County Council" });
    await fill(page, { "Amount, if it is money": "40,000" }, ["Money", "It is known"]);
    await press(page, "Add the offer");
    await page.goto(`${at.case}/offer`);
    await page.getByLabel("Organisation", { exact: true }).selectOption({ label: "Belstone Borough Council" });
    await fill(page, { "Full-time posts, if it is staff time": "0.5" }, ["Staff time", "It is estimated"]);
    await press(page, "Add the offer");
    await page.goto(`${at.case}/offer`);
    await says(page, "£40,000", "0.5");
  });
  await page.goto(`${at.case}/edit/check`);
  await says(page, "Check your answers", "Breakfast clubs in Belstone", "Belstone");
  await check(page);
  await press(page, "Submit the case");
  await status(page, "Needs assessment");
});

// evidence adds one item with its file, and answers what else its page asks.
async function evidence(page, type, name, more) {
  await page.goto(`${at.case}/evidence/add?type=${type}`);
  await page.locator("input[type=file]").setInputFiles({ name: `${name}.pdf`, mimeType: "application/pdf", buffer: pdf(name) });
  await more?.();
  await press(page, "Add the evidence");
  assert.ok(!page.url().includes("/evidence/add"), await words(page));
}

step("asked for too early, the first gate answers with what is to be done", async () => {
  const page = who["Asha Patel"];
  await evidence(page, "outcomes", "Outcomes");
  await evidence(page, "needs", "What children in Belstone need");
  await page.goto(`${at.case}/gate`);
  await says(page, "What is not ready");
  const before = await history(page);
  await page.goto(`${at.case}/gate`);
  await press(page, "Continue");
  await press(page, "Ask for the decision");
  await says(page, "There is a problem", "Views of children and parents", "What it means for the districts");
  await look(page, "not-ready");
  assert.equal(await history(page), before);
  await page.goto(`${at.case}/gate`);
  await page.getByRole("link", { name: /^Add ?: Views of children and parents/ }).click();
  await press(page, "Add the evidence");
  await says(page, "There is a problem"); // it wants the file
  await check(page);
  await evidence(page, "views", "What they say");
  await evidence(page, "district_impact", "For the district");
  await request(page);
  await status(page, "waiting for decisions");
});

// request asks for the gate's decision, as it is ready.
async function request(page, choices = []) {
  await page.goto(`${at.case}/gate`);
  await says(page, "Everything that the gate needs is there.");
  await fill(page, {}, choices);
  await press(page, "Continue");
  await says(page, "Check your answers", "What follows");
  await press(page, "Ask for the decision");
  await says(page, "The decision is asked for");
  await look(page, "asked");
}

step("the file that was uploaded comes back as it was, and to be kept and not shown", async () => {
  const page = who["Dominic Yardley"];
  await page.goto(`${at.case}/evidence`);
  const link = page.getByRole("link", { name: /^Needs analysis.*download/i }).first();
  const answer = await page.request.get(await link.getAttribute("href"));
  assert.equal(answer.status(), 200);
  assert.deepEqual(await answer.body(), pdf("What children in Belstone need"));
  assert.match(answer.headers()["content-disposition"], /^attachment;.*What/);
  assert.equal(answer.headers()["x-content-type-options"], "nosniff");
});

step("a member without script endorses it; the chair does so on a phone", async () => {
  const plain = who["Dominic Yardley"];
  await waits(plain, title);
  await says(plain, "Children who come to school hungry", "Vouchers for families", "Silence is never counted as a yes");
  await check(plain, { weigh: false });
  await press(plain, "Continue");
  await says(plain, "There is a problem");
  await vote(plain, "Approve", { reason: "The health visitors asked for it." });
  await says(plain, /\b1 (votes? )?for, 0 /, "Belstone District Trust Board");
  await until(plain, "/work", "Nothing waits for you");

  const phone = who["Cerys Quayle"];
  await waits(phone, title);
  await says(phone, "The health visitors asked for it.");
  await check(phone, { weigh: false });
  await vote(phone, "Approve");
  await says(phone, /\b2 (votes? )?for, 0 /);
  await look(phone, "voted");
});

step("an e-mail that a scanner opened first decides nothing; the person whom it is for does", async () => {
  const page = who["Marcus Yeo"];
  const mail = await mailTo(page, "Marcus Yeo", title);
  assert.match(mail.subject, /Decide by .*Breakfast clubs in Belstone.*Executive Group/);
  assert.ok(mail.links.some((l) => l.includes("/decide/executive")), mail.links.join(" "));
  const before = await history(page);
  const tried = await scan(mail.links, page);
  assert.ok(tried.opened >= 2 && tried.sent >= 3, JSON.stringify(tried));
  assert.equal(await history(page), before);
  await until(page, "/work", title);

  await page.goto(mail.links.find((l) => l.includes("/decide/")));
  await vote(page, "Approve", { conditions: "A report after two terms." });
  await says(page, /\b1 (votes? )?for, 0 /);
  await says(page, /Children's Trust Executive Group/);
});

step("the others of the executive agree", async () => {
  for (const name of ["Helen Marsh", "Nell Shaw"]) {
    await waits(who[name], title);
    await says(who[name], "A report after two terms.");
    await vote(who[name], "Approve");
  }
  await says(who["Nell Shaw"], /\b3 (votes? )?for, 0 /);
  await status(who["Asha Patel"], "Children's Trust Board");
});

step("the secretary calls a meeting of the strategic board, opens it, and records the room", async () => {
  const page = who["Frances Doyle"];
  await callMeeting(page);
  await press(page, "Open the meeting");
  for (const seat of ["T1", "T2", "T3", "T4", "T6", "T8"]) await page.locator(`[name="present-${seat}"]`).selectOption("in_person");
  await check(page, { weigh: false });
  await press(page, "Save who attends");
  await room(page, ["T1", "T2", "T3", "T4", "T6"], "minute 7 of the meeting at County Hall");
  await until(page, at.case, "Planning");
});

// callMeeting calls a meeting in a fortnight. It is opened at once: the test cannot wait.
async function callMeeting(page) {
  await page.goto(`${trust}/desk`);
  await check(page, { weigh: false });
  const day = new Date(Date.now() + 14 * 86400_000);
  await page.goto(`${trust}/desk/meetings`);
  await check(page, { weigh: false });
  await fill(page, { Day: `${day.getUTCDate()}`, Month: `${day.getUTCMonth() + 1}`, Year: `${day.getUTCFullYear()}`, Time: "10:00" }, ["Children's Trust Board"]);
  await press(page, "Call the meeting");
}

// room records how the seats voted at the meeting that is open, on the case.
async function room(page, seats, minute) {
  const meeting = (at.meeting ??= new URL(page.url()).pathname);
  await page.goto(meeting);
  await page.getByRole("link", { name: `Record the votes on ${title}` }).click();
  await page.getByLabel("Minute", { exact: true }).fill(minute);
  for (const seat of seats) await page.locator(`[name="choice-${seat}"]`).selectOption("approve");
  await look(page, "room");
  await press(page, "Record these votes");
}

step("the plan: evidence with a form of its own, the executive, and the treasurer who certifies", async () => {
  const page = who["Asha Patel"];
  for (const type of ["resource_plan", "risks", "advice"]) await evidence(page, type, type);
  await evidence(page, "options", "Options", async () => {
    const titles = page.getByLabel("Title", { exact: true });
    await titles.nth(1).fill("Each school for itself");
    await titles.nth(2).fill("One club for two schools");
    await page.getByLabel("Kind", { exact: true }).nth(0).selectOption("internal");
    await page.getByLabel("Kind", { exact: true }).nth(1).selectOption("joint");
    await check(page, { weigh: false });
  });
  await request(page);
  const treasurer = who["Priya Raman"];
  await waits(treasurer, title);
  await check(treasurer, { weigh: false });
  await vote(treasurer, "I certify it");
  for (const name of ["Helen Marsh", "Marcus Yeo", "Nell Shaw"]) {
    await waits(who[name], title);
    await vote(who[name], "Approve");
  }
  await room(who["Frances Doyle"], ["T1", "T2", "T3", "T4", "T6"], "minute 8 of the meeting at County Hall");
  await until(page, at.case, "Arrowshire County Council");
});

step("a board's approval binds nobody: each organisation gives its own word", async () => {
  for (const name of ["Daniel Osei", "Cerys Quayle"]) {
    const page = who[name];
    await waits(page, title);
    await says(page, "A board’s approval does not commit it.");
    await check(page, { weigh: false });
    await page.getByRole("radio", { name: "Confirm all of it" }).check();
    await press(page, "Continue");
    await press(page, "Send");
    await says(page, "Your answer is recorded", /Confirmed|Given/);
    await look(page, "consented");
  }
  await status(who["Asha Patel"], "Procurement");
});

step("a protocol needs no tender: the district is ready, the executive approves, and it is delivered", async () => {
  const page = who["Asha Patel"];
  await evidence(page, "readiness", "Staff and kitchens");
  await request(page);
  for (const name of ["Dominic Yardley", "Cerys Quayle", "Helen Marsh", "Marcus Yeo", "Nell Shaw"]) {
    await waits(who[name], title);
    await vote(who[name], "Approve");
  }
  await status(page, "Delivery");
});

step("the review is brought forward; all decide that the clubs are handed to the schools", async () => {
  const page = who["Asha Patel"];
  await act(page, "Begin the review now", () => page.getByRole("radio").first().check(), "Begin the review");
  await status(page, "Review");
  for (const type of ["performance", "lessons"]) await evidence(page, type, type);
  await request(page, ["Decommission"]);
  for (const name of ["Dominic Yardley", "Cerys Quayle", "Helen Marsh", "Marcus Yeo", "Nell Shaw"]) {
    await waits(who[name], title);
    await vote(who[name], "Approve");
  }
  await room(who["Frances Doyle"], ["T1", "T2", "T3", "T4", "T6"], "minute 9 of the meeting at County Hall");
  await status(page, "Exit");
});

// act does something on a page of its own, from the case's first page.
async function act(page, link, answer, button) {
  await page.goto(at.case);
  await page.getByRole("link", { name: link, exact: true }).click();
  await answer();
  await press(page, "Continue");
  await press(page, button);
}

step("the exit is recorded, and the case is closed", async () => {
  const page = who["Asha Patel"];
  await act(page, "Record that the exit is done", () => page.getByRole("textbox").last().fill("The schools run the clubs themselves from now on."), "Close the case");
  await until(page, at.case, "The case is closed");
  await says(page, "Closed", "Decommissioned");
  await look(page, "closed");
  for (const one of Object.values(who)) await rests(one);
  const told = await history(who["Dominic Yardley"]);
  for (const one of ["The health visitors asked for it.", "Priya Raman"]) assert.ok(told.includes(one), `${one}:\n${told}`);
});

// pdf is a small and sound PDF file with one line.
function pdf(line) {
  const parts = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"];
  const text = `BT /F 18 Tf 72 760 Td (${line}) Tj ET`;
  parts.push(`<</Length ${text.length}>>stream\n${text}\nendstream`, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
  let out = "%PDF-1.4\n";
  const offsets = parts.map((p, i) => {
    const from = out.length;
    out += `${i + 1} 0 obj\n${p}\nendobj\n`;
    return from;
  });
  const table = out.length;
  out += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${offsets.map((o) => `${String(o).padStart(10, "0")} 00000 n \n`).join("")}`;
  return Buffer.from(`${out}trailer<</Size ${parts.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`);
}
