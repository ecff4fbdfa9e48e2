/** Calls of functions that other modules of the project may define: what they do is not seen from here. */
import type { Call, Node } from '../../ast/index.ts';
import type { Condition, Question } from '../../project/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import { handlesOwnFailures } from '../../semantics/handlers/own-failures.ts';
import type { Effect, SemanticModel } from '../../semantics/index.ts';
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
    if (!UNSEEN.has(effect) || definitionCalled(model, call) !== undefined) return [];
    const path = model.effects.projectPath(call);
    if (path === undefined) return [];
    const reaches = { kind: 'reaches-outside', function: path, from: model.path } as const;
    return [{ call, question: { kind: 'all', of: [reaches, isOpen(path, model)] } }];
  });
}

/** Whether none of these calls keeps its failures to itself; undefined where one is of this file, or nothing is known of it. */
export function providedTheyLetOut(calls: readonly Call[], model: SemanticModel): Condition | undefined {
  const accessPaths = accessPathsTo(calls, model);
  if (accessPaths.length === 0) return undefined;
  return {
    ...providedThat({ kind: 'any', of: accessPaths.map((accessPath) => isOpen(accessPath, model)) }, 'drop'),
    unknown: 'keep',
  };
}

/** Whether all that a body calls, and what that calls in turn, ends or shows what fails where it reaches outside; undefined as above. */
export function theyKeepTheirs(body: readonly Node[], model: SemanticModel): Question | undefined {
  const news = new Set(model.effects.newsworthy(body));
  const calls = callsWithin(body).filter((call) => news.has(call) || UNSEEN.has(model.effects.of(call)));
  const others = calls.filter((call) => !handlesOwnFailures(call, model));
  const of = accessPathsTo(others, model).map(
    (accessPath) =>
      ({ kind: 'reaches-outside', function: accessPath, from: model.path, isKept: 'throughout' }) as const,
  );
  return of.length === 0 ? undefined : { kind: 'all', of };
}

const UNSEEN: ReadonlySet<Effect> = new Set<Effect>(['project', 'unknown']);

/** None where one of them is of this file, or leads nowhere that is known. */
function accessPathsTo(calls: readonly Call[], model: SemanticModel): readonly string[] {
  const accessPaths = calls.flatMap((call) =>
    definitionCalled(model, call) ? [] : (model.effects.projectPath(call) ?? []),
  );
  return accessPaths.length === calls.length ? accessPaths : [];
}

/** Whether a failure of the function that an access path leads to gets out of it untold. */
const isOpen = (accessPath: string, { path }: SemanticModel): Question => ({
  kind: 'not',
  of: { kind: 'reaches-outside', function: accessPath, from: path, isKept: true },
});
