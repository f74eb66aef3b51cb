// Every page that a person comes to by following links, asked for as that person and without a browser's work.
import { address } from "./lib.mjs";

const most = 12; // of pages of one kind

// What stands for what in an address: two pages are of one kind where only these differ.
const parts = [
  [/(\/cases\/)(?!new\b)[^/]+/, "$1case"],
  [/(\/evidence\/)(?!add\b)[^/]+/, "$1item"],
  [/(\/(?:boards|decide|consent|offer|mail|meetings|organisations|people|mandates|seats|documents)\/)(?!new\b|add\b|done\b)[^/]+/g, "$1one"],
  [/(\/(?:records|documents|items)\/).+/, "$1one"],
];

// kindOf says which kind of page an address leads to: its path, and whether it asks for another view, without the names in it.
export function kindOf(path) {
  const { pathname, searchParams } = new URL(path, address);
  const kind = parts.reduce((p, [is, stands]) => p.replace(is, stands), pathname);
  const asks = [...searchParams].filter(([k]) => ["view", "type"].includes(k)).map(([k, v]) => (k === "view" ? `${k}=${v}` : k));
  return asks.length ? `${kind}?${[...new Set(asks)].sort().join("&")}` : kind;
}

// walk follows every link from the given addresses and gives what it found: {path, kind, from, status, html}. Links in e-mails to
// others are left alone.
export async function walk(page, starts) {
  const todo = starts.map((path) => ({ path, from: "the start" }));
  const seen = new Set();
  const kinds = new Map();
  const found = [];
  while (todo.length) {
    const { path, from } = todo.shift();
    const kind = kindOf(path);
    if (seen.has(path) || (kinds.get(kind) ?? 0) >= most) continue;
    seen.add(path);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    const answer = await page.request.get(path);
    const html = (answer.headers()["content-type"] ?? "").startsWith("text/html");
    found.push({ path, kind, from, status: answer.status(), html });
    if (!html || path.startsWith("/outbox/mail/")) continue;
    for (const [, href] of (await answer.text()).matchAll(/<a [^>]*href="([^"#]+)[^"]*"/g)) {
      const to = new URL(href.replaceAll("&amp;", "&"), answer.url());
      if (to.origin === address && !to.pathname.startsWith("/assets/")) todo.push({ path: to.pathname + to.search, from: path });
    }
  }
  return found;
}
