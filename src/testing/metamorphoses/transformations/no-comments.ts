import type { PythonFile, Rewriting } from '../rewriting.ts';
import { behindLine, isDocumentation, lineStart, moduleOf, nodesUnder } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const noComments: Transformation = {
  name: 'no-comments',
  what: 'comments and docstrings are taken out',
  sameness: 'documentation',
  apply({ python }, rewriting) {
    for (const file of python) {
      for (const { start, end } of file.model.source.comments) {
        if (!DIRECTIVE.test(file.text.slice(start, end))) takeOut(file, rewriting, start, end);
      }
      for (const node of nodesUnder(moduleOf(file))) {
        if (!isDocumentation(node)) continue;
        const holder = node.parent?.parent;
        const isAlone =
          holder !== undefined && 'body' in holder && Array.isArray(holder.body) && holder.body.length === 1;
        if (isAlone && holder.kind !== 'Module') rewriting.replace(file.path, node.start, node.end, 'pass');
        else takeOut(file, rewriting, node.start, node.end);
      }
    }
  },
};

/** What a program reads is no comment. */
const DIRECTIVE = /^#!|coding[:=]|\b(?:noqa|type:|pragma|nosec|pylint:|ruff:|fmt:|mypy:|pyright:)/i;

function takeOut(file: PythonFile, rewriting: Rewriting, start: number, end: number): void {
  const line = lineStart(file, start);
  const next = behindLine(file, end);
  const before = file.text.slice(line, start);
  if (before.trim() === '' && file.text.slice(end, next).trim() === '') rewriting.replace(file.path, line, next);
  else rewriting.replace(file.path, line + before.trimEnd().length, end);
}
