// Builds the committed style sheets: `npm ci && npm run build`, here. Run it after every change in scss/.
import { createHash } from "node:crypto";
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
copyFileSync(`${MODULES}/htmx.org/dist/htmx.min.js`, `${OUT}/vendor/htmx-4.0.1.min.js`);
