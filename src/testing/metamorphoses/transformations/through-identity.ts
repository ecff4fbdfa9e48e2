import { argumentsAt, isMovable } from '../carrying.ts';
import { topOf } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const throughIdentity: Transformation = {
  name: 'through-identity',
  what: 'arguments pass a function that returns what it is given',
  sameness: 'carried',
  apply(subject, rewriting) {
    for (const file of subject.python) {
      const { path } = file;
      let isChanged = false;
      for (const { value } of argumentsAt(subject, file, isMovable)) {
        const whole = { path, start: value.start, end: value.end };
        isChanged = rewriting.replace(path, value.start, value.end, 'carried_along(', whole, ')') || isChanged;
      }
      if (isChanged) rewriting.insert(path, topOf(file), 'def carried_along(item):\n    return item\n\n\n');
    }
  },
};
