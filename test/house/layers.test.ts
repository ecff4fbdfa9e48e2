import { describe, expect, it } from 'vitest';
import { findCycles } from './layers/cycles.ts';
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

  it('of rules name the kit and nothing else', () => {
    const foreign = imports.filter(({ from, specifier }) => isRule(from) && !/^#kit(\/|$)/.test(specifier));
    expect(foreign.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([]);
  });

  it('name a tree-sitter binding only in src/syntax', () => {
    const bindings = imports.filter(({ specifier }) => /^(web-)?tree-sitter/.test(specifier));
    expect(bindings.map(({ from }) => from).filter((path) => !/^(src\/syntax|tools)\//.test(path))).toEqual([]);
  });

  it('make no cycle between files when the program runs', () => {
    expect(findCycles(imports.filter(({ isTypeOnly }) => !isTypeOnly))).toEqual([]);
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
