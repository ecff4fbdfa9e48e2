import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { groupBy } from '../../src/collections/index.ts';
import { projectRoot } from '../project-root.ts';

/** Packages whose .wasm files are copied, not bundled. */
const COPIED = ['tree-sitter-python', 'web-tree-sitter'];
const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

/** Text of THIRD_PARTY_LICENSES.txt: every package of which something is in the bundle, with its own notice; a licence that several have stands once, in full. */
export function collectLicences(metafile: Metafile): string {
  const bundled = Object.keys(metafile.inputs)
    .map(packageOf)
    .filter((folder) => folder !== undefined);
  const folders = [...new Set([...bundled, ...COPIED.map((name) => `node_modules/${name}`)])].sort();
  const intro = 'auditlint contains the packages below, in whole or in part, under these licences.\n';
  const alike = groupBy(folders.map(licenceOf), ({ text }) => text.replace(/\s+/g, ' ').trim());
  const parts = [...alike.values()].map((packages) => {
    const notices = packages.map(({ title, notice }) => [title, ...notice].join('\n'));
    return `${notices.join('\n\n')}\n\n${packages[0]?.text.trim()}\n`;
  });
  return [intro, ...parts].join(`\n${'-'.repeat(80)}\n\n`);
}

/** `node_modules/a/node_modules/@b/c/x.js` → `node_modules/a/node_modules/@b/c`. */
function packageOf(input: string): string | undefined {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
}

interface Licence {
  readonly title: string;
  /** Who has the copyright, as the package writes it. */
  readonly notice: readonly string[];
  /** The rest. */
  readonly text: string;
}

function licenceOf(folder: string): Licence {
  const place = join(projectRoot, folder);
  // npm does not install a package whose package.json lacks these.
  const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
  };
  const files = readdirSync(place).filter((file) => LICENCE_FILE.test(file));
  const texts = chosenOf(files.map((file) => readFileSync(join(place, file), 'utf8').trim()));
  if (manifest.license === undefined) throw new Error(`${folder} does not say its licence`);
  const lines = (texts.join('\n\n') || standardText(place)).split('\n');
  return {
    title: `${manifest.name} ${manifest.version} (${manifest.license})`,
    notice: lines.filter((line) => COPYRIGHT.test(line)),
    text: lines.filter((line) => !COPYRIGHT.test(line)).join('\n'),
  };
}

/** Where a package leaves the choice between two licences, the shorter one is taken. */
function chosenOf(texts: readonly string[]): readonly string[] {
  const choice = texts.find((text) => /terms of \*?either\*?\b/.test(text));
  if (choice === undefined) return texts;
  const [shortest = ''] = texts.filter((text) => text !== choice).sort((a, b) => a.length - b.length);
  return [choice, shortest];
}

/** `Copyright (c) 2020 Ada Lovelace`, and not a sentence of a licence about copyright. */
const COPYRIGHT = /^\s*(?:Copyright\s+(?:\(c\)|©|\d{4})|\(c\)\s+\d{4}|©)/i;

// A package without a licence file still owes its notice: name and authors stand in its package.json and README.
function standardText(place: string): string {
  const readme = join(place, 'README.md');
  const text = existsSync(readme)
    ? /^#+ *Licen[cs]e\b.*$([\s\S]*?)(?=^#|$(?![\s\S]))/im.exec(readFileSync(readme, 'utf8'))?.[1]
    : undefined;
  if (text === undefined) throw new Error(`${place} carries no licence text`);
  return text.trim();
}
