/**
 * A file's tree and model are garbage when its report is made, and a scan must not pay for them any longer. V8 collects young
 * objects alone most of the time, and then takes two things for alive that nobody uses any more: what a WeakMap of a module
 * holds, and what the getters of an object literal close over, which its shape keeps. Each made a scan copy every tree.
 */
import { SyntaxKind } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { findGlobals, pathOf, sourceFiles } from './layers/imports.ts';

/** What runs once for each file, and not once in a process. */
const forEachFile = sourceFiles.filter((file) => !/^(src\/(cli|action)|tools)\//.test(pathOf(file)));

describe('what a file leaves behind', () => {
  it('is not held by a weak collection: `memoize` keeps an answer on what it is about', () => {
    expect(forEachFile.flatMap((file) => findGlobals(file, new Set(['WeakMap', 'WeakSet'])))).toEqual([]);
  });

  it('is not held by the shape of an object literal: what has a getter is a class', () => {
    const accessors = forEachFile.flatMap((file) =>
      [SyntaxKind.GetAccessor as const, SyntaxKind.SetAccessor as const].flatMap((kind) =>
        file
          .getDescendantsOfKind(kind)
          .filter((accessor) => accessor.getParent().getKind() === SyntaxKind.ObjectLiteralExpression)
          .map((accessor) => `${pathOf(file)}:${accessor.getStartLineNumber()} ${accessor.getName()}`),
      ),
    );
    expect(accessors).toEqual([]);
  });
});
