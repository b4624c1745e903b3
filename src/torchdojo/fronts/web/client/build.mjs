// bundles the page's scripts, styles and math font into ../static/built
import { build } from "esbuild";
import { copyFile, mkdir, rm } from "node:fs/promises";

const out = "../static/built";
await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  entryPoints: { app: "src/app.ts", style: "css/style.css" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox128", "safari17.5"],
  external: ["*.woff2"],
  legalComments: "linked",
  logLevel: "warning",
});
const font = "node_modules/@fontsource/stix-two-math";
await copyFile(`${font}/files/stix-two-math-latin-400-normal.woff2`, `${out}/stix-two-math.woff2`);
await copyFile(`${font}/LICENSE`, `${out}/stix-two-math.LICENSE.txt`);
