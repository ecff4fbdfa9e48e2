import { groupBy } from '../../../src/collections/index.ts';
import { argumentsAt, type CarriedValue, isConstant, plainFunctionAround } from '../carrying.ts';
import type { Transformation } from '../transformation.ts';

export const throughDefault: Transformation = {
  name: 'through-default',
  what: 'constants are defaults of parameters that nobody passes',
  sameness: 'carried',
  apply(subject, rewriting) {
    for (const file of subject.python) {
      const { path, text } = file;
      const values = argumentsAt(subject, file, (value) => isConstant(value) && value.kind === 'Constant');
      for (const [def, carried] of groupBy(values, ({ value }) => plainFunctionAround(value))) {
        if (def === undefined || def.args.kwarg !== undefined) continue;
        const close = def.args.end - 1;
        const before = text.slice(def.args.start + 1, close).trimEnd();
        const hasStar = def.args.vararg !== undefined || def.args.kwonlyargs.length > 0;
        const comma = before === '' ? '' : before.endsWith(',') ? ' ' : ', ';
        const list = carried.flatMap(({ name, value: { start, end } }: CarriedValue, index) => [
          `${index === 0 ? '' : ', '}${name}=(`,
          { path, start, end },
          ')',
        ]);
        rewriting.insert(path, close, `${comma}${hasStar ? '' : '*, '}`, ...list);
        for (const { name, value } of carried) rewriting.replace(path, value.start, value.end, name);
      }
    }
  },
};
