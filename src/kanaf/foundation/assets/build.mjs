// Builds the committed style sheets: `npm ci && npm run build`, here. Run it after every change in scss/.
import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import rtlcss from "rtlcss";
import * as sass from "sass";

const OUT = process.env.OUT ?? "../static";
const MODULES = process.env.NODE_MODULES ?? "node_modules";
const PLEX = [
  ["plex-sans/fonts/split/woff2", ["Regular", "SemiBold", "Bold"].map((w) => `IBMPlexSans-${w}-Latin1.woff2`)],
  ["plex-sans-arabic/fonts/complete/woff2", ["Regular", "SemiBold", "Bold"].map((w) => `IBMPlexSansArabic-${w}.woff2`)],
];

// The tests compare this with the sources, so nobody forgets to build.
const sources = createHash("sha256");
for (const name of readdirSync("scss").sort()) sources.update(readFileSync(`scss/${name}`));
const banner = `/*! Built from foundation/assets/scss ${sources.digest("hex").slice(0, 16)} */\n`;

function compile(name) {
  return sass.compile(`scss/${name}.scss`, {
    loadPaths: ["scss", MODULES], style: "compressed", charset: false, quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
  }).css;
}

for (const name of ["css", "fonts", "vendor"]) mkdirSync(`${OUT}/${name}`, { recursive: true });
for (const name of ["kanaf", "public", "paper"]) writeFileSync(`${OUT}/css/${name}.css`, `${banner}${compile(name)}\n`);
const bootstrap = compile("bootstrap");
writeFileSync(`${OUT}/css/kanaf-bootstrap.css`, `${banner}${bootstrap}\n`);
writeFileSync(`${OUT}/css/kanaf-bootstrap.rtl.css`, `${banner}${rtlcss.process(bootstrap)}\n`);
for (const [folder, files] of PLEX) for (const file of files) copyFileSync(`${MODULES}/@ibm/${folder}/${file}`, `${OUT}/fonts/${file}`);
copyFileSync(`${MODULES}/@ibm/plex-sans/LICENSE.txt`, `${OUT}/fonts/OFL.txt`);

// Paper is set with the whole fonts, as TrueType: a WOFF file is one with its tables deflated.
function trueType(woff) {
  const count = woff.readUInt16BE(12), power = Math.floor(Math.log2(count)), head = Buffer.alloc(12 + 16 * count);
  head.writeUInt32BE(woff.readUInt32BE(4), 0);
  [count, 16 << power, power, 16 * (count - (1 << power))].forEach((value, at) => head.writeUInt16BE(value, 4 + 2 * at));
  const tables = [];
  let place = head.length;
  for (let at = 0; at < count; at += 1) {
    const entry = woff.subarray(44 + 20 * at, 64 + 20 * at);
    const [start, packed, size] = [4, 8, 12].map((where) => entry.readUInt32BE(where));
    const raw = woff.subarray(start, start + packed), table = packed < size ? inflateSync(raw) : raw;
    entry.copy(head, 12 + 16 * at, 0, 4);
    head.writeUInt32BE(entry.readUInt32BE(16), 16 + 16 * at);
    head.writeUInt32BE(place, 20 + 16 * at);
    head.writeUInt32BE(size, 24 + 16 * at);
    tables.push(table, Buffer.alloc(-size & 3));
    place += size + (-size & 3);
  }
  return Buffer.concat([head, ...tables]);
}
const PAPER = process.env.PAPER ?? "../paper/fonts";
mkdirSync(PAPER, { recursive: true });
for (const [folder, family] of [["plex-sans", "IBMPlexSans"], ["plex-sans-arabic", "IBMPlexSansArabic"]]) {
  for (const weight of ["Regular", "SemiBold", "Bold"]) {
    const woff = readFileSync(`${MODULES}/@ibm/${folder}/fonts/complete/woff/${family}-${weight}.woff`);
    writeFileSync(`${PAPER}/${family}-${weight}.ttf`, trueType(woff));
  }
}
copyFileSync(`${MODULES}/@ibm/plex-sans/LICENSE.txt`, `${PAPER}/OFL.txt`);
copyFileSync(`${MODULES}/htmx.org/dist/htmx.min.js`, `${OUT}/vendor/htmx-4.0.1.min.js`);
