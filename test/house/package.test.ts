import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { bundle } from '../../tools/build/bundle.ts';
import { characterEntities } from '../../tools/build/character-entities.ts';
import * as bundledTypes from '../../tools/build/language-server-types.ts';
import { leanBinding } from '../../tools/build/lean-binding.ts';
import { projectRoot } from '../../tools/project-root.ts';

/** What is published and run beside the bundle. A new version of a package changes these on purpose, in review. */
const WASM = {
  'web-tree-sitter/web-tree-sitter.wasm': 'beca80e44cccbf2299ed4d1e3fa6462a9a6fe818aeebf847547a392227ce4acc',
  'tree-sitter-python/tree-sitter-python.wasm': '16108b50df4ee9a30168794252ab55e7c93bfc5765d7fa0aa3e335752c515f47',
};

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it('names characters of Markdown as the package does that has all names', () => {
  const all = createRequire(import.meta.url).resolve('character-entities', {
    paths: [createRequire(import.meta.url).resolve('decode-named-character-reference')],
  });
  const text = readFileSync(all, 'utf8');
  expect(Object.keys(characterEntities).length).toBeGreaterThan(240);
  expect(characterEntities).toMatchObject({ amp: '&', lt: '<', rarr: '→', hellip: '…', nbsp: '\u00a0' });
  expect(Object.keys(characterEntities).filter((name) => !new RegExp(`\\b${name}:`).test(text))).toEqual([]);
});

describe('the published package', () => {
  it.each(Object.entries(WASM))('carries the %s that was reviewed', (file, expected) => {
    const content = readFileSync(createRequire(import.meta.url).resolve(file));
    expect(sha256(content)).toBe(expected);
    const built = join(projectRoot, 'dist', `${file.slice(file.indexOf('/') + 1)}.br`);
    // Of the binding what nobody calls is left out, and nothing is added.
    const carried = file.startsWith('web-tree-sitter/') ? sha256(leanBinding(content)) : expected;
    if (existsSync(built)) expect(sha256(brotliDecompressSync(readFileSync(built)))).toBe(carried);
  });

  it('has no runtime dependency and no install script', () => {
    const manifest = JSON.parse(read('package.json'));
    expect(manifest.dependencies ?? {}).toEqual({});
    expect(manifest.optionalDependencies ?? {}).toEqual({});
    expect(Object.values(manifest.peerDependenciesMeta)).toEqual(
      Object.keys(manifest.peerDependencies).map(() => ({ optional: true })),
    );
    for (const script of ['preinstall', 'install', 'postinstall']) expect(manifest.scripts).not.toHaveProperty(script);
  });

  it('starts with a shim that is executable and has Unix line ends', () => {
    const shim = read('bin/auditlint.js');
    expect(shim.startsWith('#!/usr/bin/env node\n')).toBe(true);
    expect(shim).not.toContain('\r');
    if (process.platform !== 'win32') expect(statSync(join(projectRoot, 'bin/auditlint.js')).mode & 0o111).toBe(0o111);
  });
});

describe('the bundle', () => {
  it('has what is told of rules at length as their files have it', async () => {
    const folder = mkdtempSync(join(projectRoot, 'node_modules', '.auditlint-texts-'));
    try {
      await bundle(folder, { registry: 'rules/index.ts' });
      const bundled = await import(pathToFileURL(join(folder, 'registry.js')).href);
      const textsOf = (all: typeof rules) =>
        all.map(({ name, rule: { docs } }) => [name, docs.why, docs.bad, docs.good]);
      expect(readFileSync(join(folder, 'registry.js'), 'utf8')).not.toMatch(/why:\s?['"`]/);
      expect(textsOf(bundled.rules)).toEqual(textsOf(rules));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('has all that dockerfile-ast uses of vscode-languageserver-types', () => {
    const used = scriptsOf('dockerfile-ast').flatMap(
      (script) => script.match(/(?<=languageserver_types_1\.)[\w.]+/g) ?? [],
    );
    expect([...new Set(used)].sort()).toEqual(['Position.create', 'Range.create']);
  });

  it('and makes of it what the package makes', () => {
    const { Position, Range } = bundledTypes;
    const original = typesOf('dockerfile-ast');
    expect(Position.create(3, 4)).toEqual(original.Position.create(3, 4));
    expect(Range.create(1, 2, 3, 4)).toEqual(original.Range.create(1, 2, 3, 4));
    const [start, end] = [Position.create(1, 2), Position.create(3, 4)];
    expect(Range.create(start, end)).toEqual(original.Range.create(start, end));
  });
});

const manifestOf = (name: string): string => join(projectRoot, 'node_modules', name, 'package.json');

const typesOf = (name: string) => createRequire(manifestOf(name))('vscode-languageserver-types');

/** The text of each script that a package has, those of the packages within it too. */
function scriptsOf(name: string): readonly string[] {
  const folder = dirname(manifestOf(name));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js') && !path.includes('vscode-languageserver-types'))
    .map((path) => readFileSync(join(folder, path), 'utf8'));
}

describe('the lock file', () => {
  it('holds the binaries of every platform', () => {
    const packages: Record<string, { optionalDependencies?: Record<string, string> }> = JSON.parse(
      read('package-lock.json'),
    ).packages;
    const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')));
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });
});
