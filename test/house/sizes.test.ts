/** The limits of style.md that the compiler cannot see. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { Node } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { ruleSizes } from '../../tools/heaviest/rule-sizes.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { pathOf, sourceFiles } from './layers/imports.ts';

const SOURCE_CAP = 400;
const RULE_CAP = 250;
/** Of `index.ts` beside parts of its own. */
const INDEX_CAP = 150;
/** Of a rule with all its parts. */
const FOLDER_CAP = 600;
const FUNCTION_CAP = 40;

const handWritten = sourceFiles.filter((file) => !/\.generated\.ts$|^rules\/index\.ts$/.test(pathOf(file)));

const isRule = (path: string): boolean => /^rules\/[^/]+\/(?:[^/]+|[^/]+\/index)\.ts$/.test(path);

/** What was above a cap when it was set, with its lines then: entries go, none comes. */
const oversized = new Map(
  readFileSync(join(projectRoot, 'test/house/oversized.tsv'), 'utf8')
    .trim()
    .split('\n')
    .map((row) => row.split('\t'))
    .map(([path = '', lines]) => [path, Number(lines)]),
);

describe('sizes', () => {
  it('of rules stay within the caps, or within what they were', () => {
    const indexes = sourceFiles
      .filter((file) => /^rules\/.*\/.*\/index\.ts$/.test(pathOf(file)) && file.getEndLineNumber() - 1 > INDEX_CAP)
      .map((file) => ({ path: pathOf(file), lines: file.getEndLineNumber() - 1 }));
    const above = [...ruleSizes(projectRoot).filter(({ lines }) => lines > FOLDER_CAP), ...indexes];
    expect(
      above
        .filter(({ path, lines }) => lines > (oversized.get(path) ?? 0))
        .map(({ path, lines }) => `${path}: ${lines} lines`),
    ).toEqual([]);
    const still = new Set(above.map(({ path }) => path));
    expect([...oversized.keys()].filter((path) => !still.has(path))).toEqual([]);
  });

  it('of files stay within the cap', () => {
    const long = handWritten.filter((file) => {
      const cap = isRule(pathOf(file)) ? RULE_CAP : SOURCE_CAP;
      return file.getEndLineNumber() > cap;
    });
    expect(long.map((file) => `${pathOf(file)}: ${file.getEndLineNumber()} lines`)).toEqual([]);
  });

  it('of functions stay within the cap', () => {
    const long = handWritten.flatMap((file) => {
      const functions: Node[] = [];
      file.forEachDescendant((node) => {
        if (Node.isFunctionLikeDeclaration(node) || Node.isArrowFunction(node)) functions.push(node);
      });
      return functions
        .map((node) => ({ node, lines: node.getEndLineNumber() - node.getStartLineNumber() + 1 }))
        .filter(({ lines }) => lines > FUNCTION_CAP)
        .map(({ node, lines }) => `${pathOf(file)}:${node.getStartLineNumber()}: ${lines} lines`);
    });
    expect(long).toEqual([]);
  });
});

describe('names', () => {
  it('of files say what they hold', () => {
    const drawers = listFiles(['src', 'rules', 'tools', 'test']).filter((path) =>
      /\b(utils?|helpers?|common|misc|(?<!context-)manager|processor)\b/i.test(path),
    );
    expect(drawers).toEqual([]);
  });

  it('of index files hold no logic', () => {
    const indexes = sourceFiles.filter(
      (file) => basename(file.getFilePath()) === 'index.ts' && !pathOf(file).startsWith('rules/'),
    );
    const logical = indexes.filter((file) =>
      file.getStatements().some((s) => !Node.isExportDeclaration(s) && !Node.isImportDeclaration(s)),
    );
    expect(logical.map(pathOf)).toEqual([]);
  });
});

function listFiles(folders: readonly string[]): string[] {
  return folders
    .map((folder) => join(projectRoot, folder))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) =>
        relative(projectRoot, join(folder, path)),
      ),
    );
}
