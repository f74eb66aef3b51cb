// Keeps a page that says <main data-live="/live?topic=…" data-live-position="42"> as new as the journal. See COMPONENTS.md for
// what the page holds and what the server sends.
import { patch } from "./patch.js";
import { stream } from "./stream.js";

const pauseKey = "comity-live-paused";
const clock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric" });
const count = (n) => (n === 1 ? "1 item" : `${n} items`);

export function live(document) {
  const main = document.querySelector("[data-live]");
  if (!main || !("EventSource" in window)) return;

  const applied = new Map(); // topic: the newest position that was shown
  const since = Number(main.dataset.livePosition) || 0;
  const waiting = new Map(); // id: a patch that the reader's pause or writing holds back
  let paused = sessionStorage.getItem(pauseKey) === "yes";
  const view = bar(document, (yes) => {
    paused = yes;
    yes ? sessionStorage.setItem(pauseKey, "yes") : sessionStorage.removeItem(pauseKey);
    view.paused(paused, waiting.size);
    if (!paused) show([...waiting.values()]);
  });
  view.paused(paused, 0);

  stream(main.dataset.live, since, {
    message(m) {
      const topic = m.topic ?? "";
      if (m.position < (applied.get(topic) ?? since)) return;
      applied.set(topic, m.position);
      if (m.as_at) view.asAt(m.as_at, paused);
      if (paused) {
        const here = m.patches.filter((p) => document.getElementById(p.id));
        here.forEach((p) => waiting.set(p.id, p));
        view.paused(true, waiting.size);
        return;
      }
      show(m.patches, m.announce);
    },
    beat: (asAt) => view.asAt(asAt, paused || waiting.size > 0),
    cut: () => view.stale(true),
    back: () => view.stale(false),
  });
  document.addEventListener("focusout", () => setTimeout(() => paused || show([...waiting.values()])));

  function show(patches, announce) {
    let changed = 0;
    for (const p of patches) {
      const outcome = patch(p);
      outcome === "busy" ? waiting.set(p.id, p) : waiting.delete(p.id);
      if (outcome === "changed") changed++;
    }
    view.paused(paused, waiting.size);
    if (changed) view.say(announce, changed);
  }
}

// bar is the part of the page that tells about the updates.
function bar(document, press) {
  const find = (name) => document.querySelector(`[data-live-${name}]`);
  const [box, button, held, stale, said] = ["bar", "pause", "waiting", "stale", "said"].map(find);
  if (box) box.hidden = false;
  let now = false;
  button?.addEventListener("click", () => press(!now));

  let changed = 0;
  let words = "";
  let timer;
  return {
    paused(yes, n) {
      now = yes;
      if (button) button.textContent = yes ? "Resume updates" : "Pause updates";
      if (held) held.textContent = n === 0 ? (yes ? "Updates are paused." : "") : `${count(n)} changed and ${n === 1 ? "is" : "are"} not shown yet.`;
    },
    // asAt tells how fresh the page is. What is held back is not shown, so then it stays as it was.
    asAt(at, held) {
      const when = new Date(at);
      if (held || isNaN(when)) return;
      document.querySelectorAll("[data-live-time]").forEach((e) => {
        e.dateTime = at;
        e.textContent = clock.format(when);
      });
      document.querySelectorAll("[data-live-day]").forEach((e) => {
        e.textContent = day.format(when);
      });
    },
    stale(yes) {
      if (stale) stale.hidden = !yes;
    },
    // say tells a screen reader, once in three seconds at most and only the sum.
    say(announce, n) {
      changed += n;
      words = announce ?? "";
      timer ??= setTimeout(() => {
        if (said) said.textContent = words || `${count(changed)} updated.`;
        [changed, words, timer] = [0, "", undefined];
      }, 3000);
    },
  };
}
