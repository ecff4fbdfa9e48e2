import { plantedComments } from '../planted.ts';
import { behindLine, indentOf, moduleOf, topOf } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const plantedCommentsAround: Transformation = {
  name: 'planted-comments',
  what: 'each file begins and ends with comments that contain every suppression phrase',
  sameness: 'documentation',
  apply({ python }, rewriting) {
    for (const file of python) {
      const last = moduleOf(file).body.at(-1);
      if (last === undefined || indentOf(file, last) === undefined) continue;
      rewriting.insert(file.path, topOf(file), plantedComments(), '\n\n');
      const end = behindLine(file, last.end);
      rewriting.insert(file.path, end, file.text.charAt(end - 1) === '\n' ? '\n\n' : '\n\n\n', plantedComments());
    }
  },
};
