/** The limits of style.md that the compiler cannot see. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { Node } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../tools/project-root.ts';
import { pathOf, sourceFiles } from './layers/imports.ts';

const SOURCE_CAP = 400;
const RULE_CAP = 250;
const FUNCTION_CAP = 40;

const handWritten = sourceFiles.filter((file) => !/\.generated\.ts$|^rules\/index\.ts$/.test(pathOf(file)));

describe('sizes', () => {
  it('of files stay within the cap', () => {
    const long = handWritten.filter((file) => {
      const cap = pathOf(file).startsWith('rules/') ? RULE_CAP : SOURCE_CAP;
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
      (file) => basename(file.getFilePath()) === 'index.ts' && pathOf(file) !== 'rules/index.ts',
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
