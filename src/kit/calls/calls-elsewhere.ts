/** Calls of functions that other modules of the project may define: what they do is not seen from here. */
import type { Call, Node } from '../../ast/index.ts';
import type { Condition, Question } from '../../project/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { providedThat } from '../conditions.ts';

/** Those in a body, with the question whether the project's code there reaches a file, a server or a database. */
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
    return [{ call, question: { kind: 'reaches-outside', function: path, from: model.path } }];
  });
}
