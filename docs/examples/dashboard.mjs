// The dashboard of dashboard/main.go, for browsers and for Node 22 or newer, over NATS WebSocket. It needs @nats-io/nats-core 3.4 and
// nothing of Comity's own code. In a page, bundle it and call follow. On the command line:
//
//   COMITY_WS=wss://localhost:8443 COMITY_USER=d-wall COMITY_KEY=… node dashboard.mjs PARTNERSHIP CLEARANCE
import { wsconnect } from "@nats-io/nats-core";

// follow gives every case as it is to onCase, and then every event to onEvent, each once and in order, across lost connections too.
// After a reset it begins again, with onCase. It goes on until the function that it resolves to is called; failed is told what
// cannot be put right by waiting.
export async function follow({ server, user, key, partnership, clearance, onCase, onEvent, failed = console.error }) {
  const nc = await wsconnect({ servers: server, user, pass: key, inboxPrefix: `_INBOX_${user}`, maxReconnectAttempts: -1 });
  const live = [];
  let lost = true, wake = () => {}, position = 0;
  const gap = () => { lost = true; wake(); };
  nc.subscribe(`comity.feed.${partnership}.${clearance}.>`, { // before asking, so that nothing falls between
    callback: (err, m) => { if (err) return gap(); live.push(m.json()); wake(); },
  });
  (async () => { for await (const s of nc.status()) if (s.type === "reconnect") gap(); })();
  await nc.flush();

  async function ask(view, args) {
    while (!nc.isClosed()) {
      let m;
      try {
        m = await nc.request(`comity.ask.${partnership}.${user}.${view}`, JSON.stringify({ clearance, ...args }), { timeout: 10000 });
      } catch { // nobody is there just now
        await new Promise((done) => setTimeout(done, 1000));
        continue;
      }
      const code = m.headers?.get("Nats-Service-Error-Code");
      if (!code) return m.json().data;
      if (code !== "unavailable" && code !== "too_many_requests") throw new Error(m.json().message);
    }
    throw new Error("closed");
  }
  function show(event) {
    const at = Number(event.sequence);
    if (at <= position) return;
    position = at;
    onEvent(event);
  }
  async function snapshot() {
    let first = Infinity, after;
    do {
      const page = await ask("snapshot", after ? { after } : {});
      page.cases.forEach(onCase);
      first = Math.min(first, page.position); // of the oldest page: what a later one knows already comes once more as an event
      after = page.after;
    } while (after);
    position = first;
  }
  async function catchUp() {
    for (;;) {
      const page = await ask("feed", { after: position });
      if (page.reset) await snapshot();
      else if (page.events.length === 0) return;
      else page.events.forEach(show);
    }
  }
  async function run() {
    await snapshot();
    while (!nc.isClosed()) {
      const next = live.shift();
      if (lost || !next) { // there may be a gap before it
        lost = false;
        await catchUp();
      }
      if (next) show(next);
      if (live.length === 0 && !lost) {
        let timer;
        await new Promise((done) => { wake = done; timer = setTimeout(done, 15000); });
        clearTimeout(timer);
      }
    }
  }
  run().catch((err) => { if (!nc.isClosed()) failed(err); });
  return () => nc.close();
}

if (globalThis.process?.argv[1]?.endsWith("dashboard.mjs")) {
  const [partnership, clearance] = process.argv.slice(2);
  const { COMITY_WS: server, COMITY_USER: user, COMITY_KEY: key } = process.env;
  await follow({
    server, user, key, partnership, clearance,
    onCase: (c) => console.log("now", c.case, c.stage, c.status),
    onEvent: (e) => console.log(e.sequence, e.time, e.subject, e.type, e.data.stage ?? "", e.data.status ?? ""),
    failed: (err) => { console.error(err.message); process.exit(1); },
  });
}
