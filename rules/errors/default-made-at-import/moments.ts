import type { Call, Expression } from '#ast';
import { providedThat, type SourceContext } from '#kit';
import { MOMENTS } from '#knowledge/clocks';
import type { Condition } from '#project';
import { callsWithin } from '#semantics/effects/calls-within';
import { returnsResultOf } from './returns-result-of.ts';

interface Moment {
  readonly call: Call;
  /** What the project must say: the function that is called gives it. */
  readonly when?: Condition;
}

/** Called where the expression stands; what a lambda calls is called later. */
export function momentIn(
  given: readonly Expression[],
  { types, names, effects, path }: SourceContext,
): Moment | undefined {
  const calls = callsWithin(given.filter(({ kind }) => kind !== 'Lambda'));
  const own = calls.find((call) => MOMENTS.has(types.calleeName(call.func) ?? ''));
  if (own !== undefined) return { call: own };
  for (const call of calls) {
    const definition = names.definitionOf(call.func);
    if (definition?.kind === 'ClassDef') continue;
    const accessPath = definition === undefined ? effects.projectPath(call) : names.fullNameOf(definition);
    if (accessPath === undefined) continue;
    const returned = returnsResultOf.ask({ path: accessPath, from: path, names: [...MOMENTS] });
    return { call, when: providedThat(returned, 'drop') };
  }
  return undefined;
}
