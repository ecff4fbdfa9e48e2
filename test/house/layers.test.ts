import { describe, expect, it } from 'vitest';
import { findCycles } from './layers/cycles.ts';
import { importersOf } from './layers/importers.ts';
import { findGlobals, importsOf, pathOf, sourceFiles } from './layers/imports.ts';
import { folderOf, isAllowed } from './layers/table.ts';

const imports = sourceFiles.flatMap(importsOf);
const isRule = (path: string): boolean => /^rules\/[^/]+\//.test(path);

describe('imports', () => {
  it('go only where the table lets them', () => {
    const wrong = imports.filter(({ from, to, isTypeOnly }) => {
      const [importer, imported] = [folderOf(from), folderOf(to)];
      return importer === undefined || (imported !== undefined && !isAllowed(importer, imported, isTypeOnly));
    });
    expect(wrong.map(({ from, to, isTypeOnly }) => `${from} → ${to}${isTypeOnly ? ' (types)' : ''}`)).toEqual([]);
  });

  it('of rules name the kit and the model, or what stands beside the rule', () => {
    const foreign = imports.filter(({ from, to, specifier }) => {
      const [, category, rule] = from.split('/');
      const beside = [`rules/${category}/${rule}/`, `rules/${category}/_shared/`];
      return isRule(from) && specifier.startsWith('.') && !beside.some((folder) => to.startsWith(folder));
    });
    expect(foreign.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([]);
  });

  it('of others name no part of a rule', () => {
    const private_ = imports.filter(({ from, to }) => isRule(to) && !from.startsWith('rules/'));
    expect(private_.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('name a tree-sitter binding only in src/syntax', () => {
    const bindings = imports.filter(({ specifier }) => /^(web-)?tree-sitter/.test(specifier));
    expect(bindings.map(({ from }) => from).filter((path) => !/^(src\/syntax|tools)\//.test(path))).toEqual([]);
  });

  it('make no cycle between the folders of src, nor between the groups of the kit', () => {
    const between = (folderOfPath: (path: string) => string) =>
      imports
        .filter(({ to }) => to.startsWith('src/'))
        .map(({ from, to }) => ({ from: folderOfPath(from), to: folderOfPath(to) }))
        .filter(({ from, to }) => from !== to && [from, to].every((folder) => folder.startsWith('src/')));
    const groupOf = (path: string): string => /^src\/kit\/\w+(?=\/)/.exec(path)?.[0] ?? '';
    expect(findCycles(between((path) => path.split('/').slice(0, 2).join('/')))).toEqual([]);
    expect(findCycles(between(groupOf))).toEqual([]);
  });

  it('make no cycle between files when the program runs', () => {
    expect(findCycles(imports.filter(({ isTypeOnly }) => !isTypeOnly))).toEqual([]);
  });
});

describe('what several ask', () => {
  const pathsLike = (place: RegExp): string[] => sourceFiles.map(pathOf).filter((path) => place.test(path));
  const folders = (path: string, depth: number): string => path.split('/').slice(0, depth).join('/');

  it('is in `_shared` only if two rules of the category ask for it', () => {
    const isShared = (path: string): boolean => path.includes('/_shared/');
    const single = pathsLike(/\/_shared\//).filter(
      (path) => new Set(importersOf(path, isShared).map((importer) => folders(importer, 3))).size < 2,
    );
    expect(single).toEqual([]);
  });

  it('is in the kit only if two folders outside ask for it', () => {
    const isOfKit = (path: string): boolean => path.startsWith('src/kit/');
    const single = pathsLike(/^src\/kit\/\w+\/(?!index\.ts)/).filter((path) => {
      const importers = new Set(importersOf(path, isOfKit).map((importer) => folders(importer, 2)));
      return importers.size < 2;
    });
    expect(single).toEqual([]);
  });
});

describe('the world outside', () => {
  it('is written to and asked only by the command line and the action', () => {
    const inner = sourceFiles.filter((file) => !/^(src\/(cli|action)|tools)\//.test(pathOf(file)));
    expect(inner.flatMap((file) => findGlobals(file, new Set(['process', 'console'])))).toEqual([]);
    const imported = imports.filter(
      ({ from, specifier }) => !/^(src\/(cli|action)|tools)\//.test(from) && /^(node:)?process$/.test(specifier),
    );
    expect(imported.map(({ from }) => from)).toEqual([]);
  });

  it('does not reach a rule: no clock, no timer, no network', () => {
    const impure = new Set(['Date', 'fetch', 'performance', 'setTimeout', 'setInterval', 'crypto']);
    expect(sourceFiles.filter((file) => isRule(pathOf(file))).flatMap((file) => findGlobals(file, impure))).toEqual([]);
  });
});
