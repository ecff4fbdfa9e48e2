/** What a handler goes on with, without a word, in place of what failed. */
import { type ExceptHandler, type Expression, type Stmt, shortText } from '#ast';
import type { HandlerModel, SemanticModel } from '#semantics';
import { mayBeFallback } from './fallback.ts';

/** What takes the place of the result, as a clause: "the answer is `env`"; or a fallback, which fails by itself where it fails. */
export type Substitute = { readonly says: string } | { readonly fallback: Expression };

/** Undefined where it does more than that. */
export function quietSubstitute(
  { handler, tried, logs, work }: HandlerModel,
  model: SemanticModel,
): Substitute | undefined {
  if (logs.length > 0 || work.length === 0 || !work.every(isQuiet)) return undefined;
  const at = lastOf(handler.body);
  const value = at?.kind === 'Return' || at?.kind === 'Assign' ? at.value : undefined;
  if (value !== undefined && mayBeFallback(value, tried, model)) return { fallback: value };
  const written = (node: Expression): string => `\`${shortText(node, model.source.text)}\``;
  if (at?.kind === 'Assign' && at.targets[0] !== undefined)
    return { says: `${written(at.targets[0])} is set to ${written(at.value)}` };
  if (value !== undefined) return { says: `the result is ${written(value)}` };
  return at?.kind === 'AugAssign' ? { says: `only ${written(at.target)} changes` } : undefined;
}

/** Under a lock it is no less quiet. */
const isQuiet = (each: Stmt): boolean =>
  each.kind === 'With'
    ? each.body.every(isQuiet)
    : each.kind === 'Return' || each.kind === 'Assign' || each.kind === 'AugAssign';

const lastOf = (body: ExceptHandler['body']): Stmt | undefined => {
  const last = body.at(-1);
  return last?.kind === 'With' ? lastOf(last.body) : last;
};
