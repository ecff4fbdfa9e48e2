import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.ts';

/** What is published and run beside the bundle. A new version of a package changes these on purpose, in review. */
const WASM = {
  'web-tree-sitter/web-tree-sitter.wasm': 'beca80e44cccbf2299ed4d1e3fa6462a9a6fe818aeebf847547a392227ce4acc',
  'tree-sitter-python/tree-sitter-python.wasm': '16108b50df4ee9a30168794252ab55e7c93bfc5765d7fa0aa3e335752c515f47',
};

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the published package', () => {
  it.each(Object.entries(WASM))('carries the %s that was reviewed', (file, expected) => {
    const content = readFileSync(createRequire(import.meta.url).resolve(file));
    expect(sha256(content)).toBe(expected);
    const built = join(projectRoot, 'dist', basename(file));
    if (existsSync(built)) expect(sha256(readFileSync(built))).toBe(expected);
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
