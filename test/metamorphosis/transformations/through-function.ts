import { argumentsAt, isConstant } from '../carrying.ts';
import { lineStart, startOf, topStatement } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const throughFunction: Transformation = {
  name: 'through-function',
  what: 'constants come from a function of one line',
  sameness: 'carried',
  apply(subject, rewriting) {
    for (const file of subject.python) {
      const { path } = file;
      for (const { value, name } of argumentsAt(subject, file, isConstant)) {
        const top = topStatement(value);
        if (top === undefined || !rewriting.replace(path, value.start, value.end, `${name}()`)) continue;
        const at = lineStart(file, startOf(file, top));
        rewriting.insert(
          path,
          at,
          `def ${name}():\n    return (`,
          { path, start: value.start, end: value.end },
          ')\n\n\n',
        );
      }
    }
  },
};
