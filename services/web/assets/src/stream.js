// One event stream for all tabs, because over HTTP/1.1 a browser opens six connections to a host at most and each stream holds
// one. The tab that has the lock is the leader: it holds the stream for the topics of all, and relays.
//
//	follower → leader   want {tab, topics, position}   I am here, and show this
//	                    bye {tab}                      I am gone
//	leader → all        who                            I have become the leader: say what you want
//	                    message, beat, cut, back       what the stream says

const patience = 45_000; // milliseconds without even a beat, which comes every 15 s, after which a stream is held to be dead
const grace = 4_000; // milliseconds that a stream may be cut before a reader is told

// stream calls on's message, beat, cut and back from now on. address is what this page asks for, position what it shows.
export function stream(address, position, on) {
  const url = new URL(address, location.href);
  const topics = url.searchParams.getAll("topic");
  const me = { tab: crypto.randomUUID?.() ?? String(Math.random()), topics, position };
  const mine = (m) => m.topic === undefined || topics.includes(m.topic);
  const hear = {
    message(m) {
      if (!mine(m)) return;
      me.position = Math.max(me.position, m.position);
      on.message(m);
    },
    beat: on.beat,
    cut: on.cut,
    back: on.back,
  };
  if (!navigator.locks || !("BroadcastChannel" in window)) return void alone(url, me, hear);

  const name = `comity ${url.pathname}`;
  let leave;
  const join = () => {
    const channel = new BroadcastChannel(name);
    const giveUp = new AbortController();
    let leader;
    channel.onmessage = ({ data: { kind, what } }) => {
      if (kind === "who") channel.postMessage({ kind: "want", what: me });
      else if (kind === "want") leader?.want(what);
      else if (kind === "bye") leader?.bye(what);
      else hear[kind]?.(what);
    };
    channel.postMessage({ kind: "want", what: me });
    navigator.locks
      .request(name, { signal: giveUp.signal }, () => {
        const tell = (kind, what) => {
          hear[kind](what);
          channel.postMessage({ kind, what });
        };
        leader = lead(url, tell);
        leader.want(me);
        channel.postMessage({ kind: "who" });
        return new Promise((end) => (giveUp.signal.onabort = end));
      })
      .catch(() => {}); // aborted before it was granted
    leave = () => {
      channel.postMessage({ kind: "bye", what: me });
      leader?.close();
      giveUp.abort();
      channel.close();
    };
  };
  join();
  addEventListener("pagehide", () => leave());
  addEventListener("pageshow", (e) => e.persisted && join());
}

// alone holds a stream for this page only, where the browser cannot share.
function alone(url, me, hear) {
  let leader = lead(url, (kind, what) => hear[kind](what));
  leader.want(me);
  addEventListener("pagehide", () => leader.close());
  addEventListener("pageshow", (e) => {
    if (!e.persisted) return;
    leader = lead(url, (kind, what) => hear[kind](what));
    leader.want(me);
  });
}

// lead holds the stream for what all tabs want.
function lead(url, tell) {
  const tabs = new Map(); // tab: what it wants
  const kept = new Map(); // topic and id: the newest message with one patch
  let open = null; // { topics, since } of the stream under way
  let source, soon, watch, late, again, cut = false, wait = 1000;

  function connect() {
    clearTimeout(again);
    source?.close();
    const topics = [...new Set([...tabs.values()].flatMap((t) => t.topics))].sort();
    const since = Math.min(...[...tabs.values()].map((t) => t.position));
    open = { topics, since };
    const at = new URL(url.pathname, url);
    topics.forEach((t) => at.searchParams.append("topic", t));
    at.searchParams.set("after", since);
    source = new EventSource(at);
    source.onopen = alive;
    source.onerror = () => {
      late ??= setTimeout(lost, grace);
      if (source.readyState === EventSource.CLOSED) retry();
    };
    source.addEventListener("patch", (e) => {
      alive();
      const m = JSON.parse(e.data);
      for (const p of m.patches) kept.set(`${m.topic ?? ""} ${p.id}`, { ...m, patches: [p], announce: undefined });
      tell("message", m);
    });
    source.addEventListener("beat", (e) => {
      alive();
      tell("beat", JSON.parse(e.data).as_at);
    });
  }

  // alive notes a sign of life. The watch is for a stream that is dead and does not say so.
  function alive() {
    clearTimeout(late);
    clearTimeout(watch);
    [late, wait] = [undefined, 1000];
    watch = setTimeout(() => (lost(), connect()), patience);
    if (cut) tell("back");
    cut = false;
  }

  function lost() {
    cut = true;
    tell("cut");
  }

  function retry() {
    clearTimeout(again);
    again = setTimeout(connect, wait);
    wait = Math.min(wait * 2, 30_000);
  }

  return {
    want(t) {
      tabs.set(t.tab, t);
      if (open && t.topics.every((x) => open.topics.includes(x)) && t.position >= open.since) {
        for (const m of kept.values()) if (m.position > t.position && (m.topic === undefined || t.topics.includes(m.topic))) tell("message", m);
        if (cut) tell("cut");
        return;
      }
      clearTimeout(soon);
      soon = setTimeout(connect, 50); // others may say in the same moment what they want
    },
    bye: (t) => tabs.delete(t.tab),
    close() {
      [soon, watch, late, again].forEach(clearTimeout);
      source?.close();
    },
  };
}
