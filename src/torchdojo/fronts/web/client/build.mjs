// bundles the page's scripts, styles and math font into ../static/built
import { build } from "esbuild";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";

const out = "../static/built";
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { metafile } = await build({
  entryPoints: { app: "src/app.ts", style: "css/style.css" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox128", "safari17.5"],
  external: ["*.woff2"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
const font = "node_modules/@fontsource/stix-two-math";
await copyFile(`${font}/files/stix-two-math-latin-400-normal.woff2`, `${out}/stix-two-math.woff2`);
await copyFile(`${font}/LICENSE`, `${out}/stix-two-math.LICENSE.txt`);

// the licences of everything that went into app.js, beside it
const packages = new Set();
for (const file of Object.keys(metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file);
  if (found) packages.add(found[1]);
}
const licences = [...packages].sort().map(async (name) => `${name}\n\n${await readFile(`node_modules/${name}/LICENSE`, "utf8")}`);
await writeFile(`${out}/app.LICENSE.txt`, (await Promise.all(licences)).join("\n\n"));
