/** Whether a coroutine lets others run where it seems to wait. */
import { type Await, isSuspension, type Node } from '../../ast/index.ts';
import type { Condition, Question } from '../../project/index.ts';
import { walkOwnCode } from '../../semantics/effects/calls-within.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** What is awaited runs to its end at once where all of it is coroutines of the project that never wait for anything. */
export function unlessNeverWaits(
  pauses: readonly Node[],
  { effects, path: from }: SemanticModel,
): { readonly when?: Condition } {
  const paths = pauses.map((node) =>
    node.kind === 'Await' && node.value.kind === 'Call' ? effects.projectPath(node.value) : undefined,
  );
  const questions = paths.flatMap((path): Question[] =>
    path === undefined ? [] : [{ kind: 'coroutine', function: path, from, does: 'suspends' }],
  );
  if (questions.length < paths.length) return {};
  return { when: { question: { kind: 'any', of: questions }, yes: 'keep', no: 'drop', unknown: 'keep' } };
}

/** Where a body waits, in source order; nested functions left out. */
export function suspensionsIn(body: readonly Node[]): readonly Node[] {
  const found: Node[] = [];
  walkOwnCode(body, (node) => {
    if (isSuspension(node)) found.push(node);
    return undefined;
  });
  return found.sort((a, b) => a.start - b.start);
}

/** `await self._size(entry)` of a coroutine of this file that waits for nothing, nor does what it awaits: it runs to its end at once. */
export function neverWaits({ value }: Await, model: SemanticModel, depth = 0): boolean {
  const fn = value.kind === 'Call' && depth < MAX_DEPTH ? definitionCalled(model, value) : undefined;
  return (
    fn?.kind === 'AsyncFunctionDef' &&
    fn.decorator_list.length === 0 &&
    suspensionsIn(fn.body).every((pause) => pause.kind === 'Await' && neverWaits(pause, model, depth + 1))
  );
}

const MAX_DEPTH = 4;
