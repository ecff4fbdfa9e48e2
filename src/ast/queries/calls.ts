import type { Call, Expression, Keyword, Node } from '../nodes.generated.ts';
import { dottedName } from './attribute-chain.ts';

/** The keyword argument of this name as it is written in the call; what `**options` brings is not seen. */
export function callKeyword(call: Call, name: string): Keyword | undefined {
  return call.keywords.find((keyword) => keyword.arg === name);
}

/** The names of its keyword arguments, without those that `**options` brings. */
export const keywordNames = ({ keywords }: Call): string[] => keywords.flatMap(({ arg }) => arg ?? []);

/** True when `*args` or `**kwargs` may bring arguments that the call does not show. */
export function hasUnpackedArguments(call: Call): boolean {
  return call.args.some((arg) => arg.kind === 'Starred') || call.keywords.some((keyword) => keyword.arg === undefined);
}

/** The values of the arguments of a call, positional and keyword; a starred one is itself. */
export function argumentValues({ args, keywords }: Call): readonly Expression[] {
  return [...args, ...keywords.map(({ value }) => value)];
}

/** A call of a method on an object. */
export interface MethodCall {
  readonly call: Call;
  readonly method: string;
}

/** The method called on just this expression: `put` for `queue` of `queue.put(job)`. */
export function methodCalledOn({ parent: func }: Node): MethodCall | undefined {
  const call = func?.parent;
  return func?.kind === 'Attribute' && call?.kind === 'Call' && call.func === func
    ? { call, method: func.attr }
    : undefined;
}

/** `call()` of `await call()`, and of itself. */
export function withoutAwait(expression: Expression): Expression {
  return expression.kind === 'Await' ? expression.value : expression;
}

/** What is called, for a message: the first two names in backticks, each once. */
export function namesOfCalls(calls: readonly Call[]): string {
  const names = new Set(calls.flatMap(({ func }) => dottedName(func) ?? (func.kind === 'Attribute' ? func.attr : [])));
  if (names.size === 0) return 'the `try` body';
  const shown = [...names].slice(0, 2).map((name) => `\`${name}\``);
  return names.size > 2 ? `${shown.join(', ')} or another call` : shown.join(' or ');
}
