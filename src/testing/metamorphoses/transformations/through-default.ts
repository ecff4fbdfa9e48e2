import { groupBy } from '../../../collections/index.ts';
import { argumentsAt, type CarriedValue, isConstant, plainFunctionAround } from '../carrying.ts';
import { type Def, moduleOf, nodesUnder } from '../syntax.ts';
import type { Subject, Transformation } from '../transformation.ts';

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
        if (subject.isClean && !isCalled(subject, def)) continue;
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

/** Where nothing but others may call a function, what its new parameter is given is unknown: a constant no longer is one. */
function isCalled({ python }: Subject, def: Def): boolean {
  return python.some((file) =>
    nodesUnder(moduleOf(file)).some(
      (node) =>
        node.kind === 'Call' &&
        ((node.func.kind === 'Name' && node.func.id === def.name) ||
          (node.func.kind === 'Attribute' && node.func.attr === def.name)),
    ),
  );
}
