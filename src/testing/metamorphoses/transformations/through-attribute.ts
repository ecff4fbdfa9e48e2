import { argumentsAt, isConstant } from '../carrying.ts';
import { topOf } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const throughAttribute: Transformation = {
  name: 'through-attribute',
  what: 'constants are attributes of an object that the module holds',
  sameness: 'carried',
  apply(subject, rewriting) {
    for (const file of subject.python) {
      const { path } = file;
      const carried = argumentsAt(subject, file, isConstant).filter(({ value, name }) =>
        rewriting.replace(path, value.start, value.end, `carrier.${name}`),
      );
      if (carried.length === 0) continue;
      const stores = carried.flatMap(({ value: { start, end }, name }) => [
        `        self.${name} = (`,
        { path, start, end },
        ')\n',
      ]);
      const head = 'class Carrier:\n    def __init__(self):\n';
      rewriting.insert(path, topOf(file), head, ...stores, '\n\ncarrier = Carrier()\n\n\n');
    }
  },
};
