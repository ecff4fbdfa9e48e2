/** Values of which a test on the way says that they are not there, or empty: `if not token:`, `if "key" not in table:`. */
import { type Expression, holds, type Node, presenceTested } from '#ast';
import type { SemanticModel } from '#semantics';
import { type Decided, decidedAt } from '#semantics/taint/decided';
import { type KeyedRead, keyedReadOf } from '#semantics/values/keyed-read';

/** Where it stands, the value is not there, or what would be read of it by the key. */
export function isAbsent(value: Expression, key: string | undefined, model: SemanticModel): boolean {
  const textOf = (node: Node): string => model.source.text.slice(node);
  const isMeant = (absent: Expression): boolean => {
    if (key === undefined) return textOf(absent) === textOf(value);
    const reads = [absent, ...model.flow.origins(absent), ...boundTo(absent, model)].flatMap(readOf);
    return reads.some((read) => model.values.string(read.key) === key && textOf(read.whole) === textOf(value));
  };
  const isBoundBehind = ({ test }: Decided): boolean =>
    holds(
      model.context.defAround(value) ?? model.source.module,
      (node) =>
        'ctx' in node &&
        node.ctx === 'Store' &&
        node.start >= test.end &&
        node.end <= value.start &&
        textOf(node) === textOf(value),
    );
  return decidedAt(value, model).some((each) => absentBy(each).some(isMeant) && !isBoundBehind(each));
}

/** What is absent where the test came out so; a comparison for the key that it misses. */
function absentBy({ test, isTrue }: Decided): readonly Expression[] {
  if (test.kind === 'BoolOp')
    return (test.op === 'And') === isTrue ? test.values.flatMap((each) => absentBy({ test: each, isTrue })) : [];
  if (test.kind === 'UnaryOp' && test.op === 'Not') return absentBy({ test: test.operand, isTrue: !isTrue });
  if (test.kind !== 'Compare') return isTrue ? [] : [test];
  const tested = presenceTested(test);
  if (tested !== undefined) return tested.isPresent === isTrue ? [] : [tested.subject];
  return test.ops.length === 1 && test.ops[0] === (isTrue ? 'NotIn' : 'In') ? [test] : [];
}

function readOf(read: Expression | undefined): KeyedRead | readonly [] {
  if (read?.kind !== 'Compare') return (read && keyedReadOf(read)) ?? [];
  const [whole] = read.comparators;
  return whole === undefined ? [] : { whole, key: read.left };
}

/** What `self.headers` is bound to, wherever it is. */
export function boundTo(text: Expression, { state }: SemanticModel): readonly (Expression | undefined)[] {
  const life = text.kind === 'Attribute' ? state.lifeOf(text) : undefined;
  return life === undefined ? [] : [...life.of('create'), ...life.of('rebind')].map(({ value }) => value);
}
