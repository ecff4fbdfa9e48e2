/** Tests that ask whether a function is a coroutine function. */
import { type Call, isInBlock, shortText } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** In a branch of a condition that asks what is a coroutine function: of this one, where it is none, it is another that is called. */
export function coroutineTestAround(
  call: Call,
  { context, names, source: { text } }: SemanticModel,
): 'no' | 'perhaps' | undefined {
  const called = shortText(call.func, text);
  const verdicts = context.testsAround(call).flatMap((test) => {
    const [tested, whenTrue] = test.kind === 'UnaryOp' && test.op === 'Not' ? [test.operand, false] : [test, true];
    if (tested.kind !== 'Call' || !/\.iscoroutinefunction$/.test(names.qualifiedName(tested.func) ?? '')) return [];
    const isThis = tested.args[0] !== undefined && shortText(tested.args[0], text) === called;
    const isElse = test.parent?.kind === 'If' && isInBlock(test.parent.orelse, call);
    return isThis && isElse === whenTrue ? 'no' : 'perhaps';
  });
  return verdicts.find((each) => each === 'no') ?? verdicts[0];
}
