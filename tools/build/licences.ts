import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { projectRoot } from '../project-root.ts';

/** Packages whose .wasm files are copied, not bundled. */
const COPIED = ['tree-sitter-python', 'web-tree-sitter'];
const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

/** Text of THIRD_PARTY_LICENSES.txt: every package of which something is in the bundle, with its licence and notice. */
export function collectLicences(metafile: Metafile): string {
  const bundled = Object.keys(metafile.inputs).flatMap((input) => packageOf(input) ?? []);
  const folders = [...new Set([...bundled, ...COPIED.map((name) => `node_modules/${name}`)])].sort();
  const intro = 'auditlint contains the packages below, in whole or in part, under these licences.\n';
  return [intro, ...folders.map(licenceOf)].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/x.js` → `node_modules/a/node_modules/@b/c`. */
function packageOf(input: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

function licenceOf(folder: string): string {
  const place = join(projectRoot, folder);
  // npm does not install a package whose package.json lacks these.
  const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  if (manifest.license === undefined) throw new Error(`${folder} does not say its licence`);
  const files = readdirSync(place).filter((file) => LICENCE_FILE.test(file));
  const texts = files.map((file) => readFileSync(join(place, file), 'utf8').trim());
  const text = texts.join('\n\n') || standardText(place);
  return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${text}\n`;
}

// A package without a licence file still owes its notice: name and authors are in its package.json and README.
function standardText(place: string): string {
  const readme = join(place, 'README.md');
  const text = existsSync(readme)
    ? /^#+ *Licen[cs]e\b.*$([\s\S]*?)(?=^#|$(?![\s\S]))/im.exec(readFileSync(readme, 'utf8'))?.[1]
    : undefined;
  if (text === undefined) throw new Error(`${place} carries no licence text`);
  return text.trim();
}
