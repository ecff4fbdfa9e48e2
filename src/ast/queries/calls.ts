import type { Call, Keyword } from '../nodes.generated.ts';

/** The keyword argument of this name as it is written in the call; what `**options` brings is not seen. */
export function callKeyword(call: Call, name: string): Keyword | undefined {
  return call.keywords.find((keyword) => keyword.arg === name);
}

/** True when `*args` or `**kwargs` may bring arguments that the call does not show. */
export function hasUnpackedArguments(call: Call): boolean {
  return call.args.some((arg) => arg.kind === 'Starred') || call.keywords.some((keyword) => keyword.arg === undefined);
}
