/** Calls of functions that other modules of the project may define: what they do is not seen from here. */
import type { Call, Node } from '../../ast/index.ts';
import type { Condition, Question } from '../../project/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { providedThat } from '../conditions.ts';

/** Those in a body, with the question whether the project's code there reaches a file, a server or a database, and lets a failure of that out untold. */
export interface CallElsewhere {
  readonly call: Call;
  readonly question: Question;
}

/** Whether a finding about the failure of one of these counts: only that all stay inside of the process drops it. */
export function providedTheyReach(calls: readonly CallElsewhere[]): Condition {
  return { ...providedThat({ kind: 'any', of: calls.map(({ question }) => question) }, 'drop'), unknown: 'keep' };
}

export function callsElsewhere(body: readonly Node[], model: SemanticModel): readonly CallElsewhere[] {
  return callsWithin(body).flatMap((call) => {
    const effect = model.effects.of(call);
    if ((effect !== 'project' && effect !== 'unknown') || definitionCalled(model, call) !== undefined) return [];
    const path = model.effects.projectPath(call);
    if (path === undefined) return [];
    const reaches = { kind: 'reaches-outside', function: path, from: model.path } as const;
    return [{ call, question: { kind: 'all', of: [reaches, isOpen(path, model)] } }];
  });
}

/** Whether none of these calls keeps its failures to itself; undefined where one is of this file, or nothing is known of it. */
export function providedTheyLetOut(calls: readonly Call[], model: SemanticModel): Condition | undefined {
  const ways = calls.map((call) => (definitionCalled(model, call) ? undefined : model.effects.projectPath(call)));
  if (ways.length === 0 || ways.includes(undefined)) return undefined;
  const of = ways.flatMap((way) => (way === undefined ? [] : isOpen(way, model)));
  return { ...providedThat({ kind: 'any', of }, 'drop'), unknown: 'keep' };
}

/** Whether a failure of the function that a way leads to gets out of it untold. */
const isOpen = (way: string, { path }: SemanticModel): Question => ({
  kind: 'not',
  of: { kind: 'reaches-outside', function: way, from: path, isKept: true },
});
