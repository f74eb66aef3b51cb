// Builds what the pages need into dist: the style sheet, the scripts and the icon under names with a hash of what is in them,
// each compressed as well, a list of them (manifest.json), and the licences of whatever was bundled.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const src = (name) => join(here, "src", name);
const target = ["chrome109", "firefox115", "safari16"];

// What a package does not say itself.
const copyright = { "govuk-frontend": "Copyright (c) 2017 Crown Copyright (Government Digital Service)" };

const style = sass.compile(src("app.scss"), { loadPaths: [join(here, "node_modules")], style: "compressed", quietDeps: true });
const css = await esbuild.transform(style.css, { loader: "css", minify: true, target, legalComments: "none" });
const script = async (name, format) =>
  esbuild.build({ absWorkingDir: here, entryPoints: [src(name)], bundle: true, minify: true, format, target, legalComments: "none", metafile: true, write: false });
const [app, start] = await Promise.all([script("app.js", "esm"), script("start.js", "iife")]);

const sources = [...style.loadedUrls.map((u) => fileURLToPath(u)), ...Object.keys(app.metafile.inputs), ...Object.keys(start.metafile.inputs)];
const files = {
  "app.css": css.code,
  "app.js": app.outputFiles[0].contents,
  "start.js": start.outputFiles[0].contents,
  "icon.svg": readFileSync(src("icon.svg")),
  "LICENCES.txt": licences(sources),
};

mkdirSync(dist, { recursive: true });
for (const old of readdirSync(dist)) if (old !== ".gitkeep") rmSync(join(dist, old));
const manifest = {};
for (const [name, text] of Object.entries(files)) {
  const contents = Buffer.from(text);
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 10);
  const hashed = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  const small = gzipSync(contents, { level: 9 });
  writeFileSync(join(dist, hashed), contents);
  writeFileSync(join(dist, `${hashed}.gz`), small);
  manifest[name] = hashed;
  console.log(`${hashed.padEnd(26)} ${String(contents.length).padStart(7)} bytes, ${String(small.length).padStart(6)} compressed`);
}
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");

// licences gives the licence of every package that a source came from. One without a text has to be MIT, as we are.
function licences(sources) {
  const packages = new Set(sources.map((s) => s.replaceAll("\\", "/").match(/node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1]).filter(Boolean));
  const mit = readFileSync(join(here, "../../../LICENSE"), "utf8").replace(/^[\s\S]*?(?=Permission is hereby granted)/, "");
  return [...packages].sort().map((name) => {
    const dir = join(here, "node_modules", name);
    const about = JSON.parse(readFileSync(join(dir, "package.json"), "utf8"));
    const own = readdirSync(dir).find((f) => /^licen[cs]e/i.test(f));
    if (!own && (about.license !== "MIT" || !copyright[name])) throw new Error(`${name} has no licence text: say in build.mjs whose it is`);
    const text = own ? readFileSync(join(dir, own), "utf8") : `${copyright[name]}\n\n${mit}`;
    return `${name} ${about.version}\n${about.license} licence\n\n${text.trim()}\n`;
  }).join("\n\n");
}
