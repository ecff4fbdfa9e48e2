import type { Call, Keyword } from '../nodes.generated.ts';
import { dottedName } from './attribute-chain.ts';

/** The keyword argument of this name as it is written in the call; what `**options` brings is not seen. */
export function callKeyword(call: Call, name: string): Keyword | undefined {
  return call.keywords.find((keyword) => keyword.arg === name);
}

/** True when `*args` or `**kwargs` may bring arguments that the call does not show. */
export function hasUnpackedArguments(call: Call): boolean {
  return call.args.some((arg) => arg.kind === 'Starred') || call.keywords.some((keyword) => keyword.arg === undefined);
}

/** What is called, for a message: the first two names in backticks, each once. */
export function namesOfCalls(calls: readonly Call[]): string {
  const names = new Set(calls.flatMap(({ func }) => dottedName(func) ?? (func.kind === 'Attribute' ? func.attr : [])));
  if (names.size === 0) return 'the `try` body';
  const shown = [...names].slice(0, 2).map((name) => `\`${name}\``);
  return names.size > 2 ? `${shown.join(', ')} or another call` : shown.join(' or ');
}
