import { argumentsAt, isMovable } from '../carrying.ts';
import { lineStart } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const throughLocal: Transformation = {
  name: 'through-local',
  what: 'arguments are bound to a local name in the line above',
  sameness: 'carried',
  apply(subject, rewriting) {
    for (const file of subject.python) {
      const { path } = file;
      for (const { value, statement, indent, name } of argumentsAt(subject, file, isMovable)) {
        if (!rewriting.replace(path, value.start, value.end, name)) continue;
        rewriting.insert(
          path,
          lineStart(file, statement.start),
          `${indent}${name} = (`,
          { path, start: value.start, end: value.end },
          ')\n',
        );
      }
    }
  },
};
