/** What a call gives where it is awaited, also through another that waits for it. */
import { type Call, type Expression, isNone } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** What is awaited where it is, also within a time: `await asyncio.wait_for(find(number), 5)`. */
export function givenBy(call: Call, { names }: Pick<SemanticModel, 'names'>): Expression {
  const { parent } = call;
  const isWaited = parent?.kind === 'Call' && parent.parent?.kind === 'Await' && parent.args[0] === call;
  const awaited = isWaited && WAITING.has(names.qualifiedName(parent.func) ?? '') ? parent : call;
  return awaited.parent?.kind === 'Await' ? awaited.parent : call;
}

/** `find(number) if number else None`: the whole, where a condition leaves nothing besides. */
export const orNone = (given: Expression): Expression =>
  given.parent?.kind === 'IfExp' && given.parent.body === given && isNone(given.parent.orelse) ? given.parent : given;

/** They give what they wait for. */
export const WAITING: ReadonlySet<string> = new Set(['asyncio.wait_for', 'asyncio.shield']);
