/** What is kept under a key and is no answer to the arguments: records, snapshots, and what was there first. */
import type { Def, Expression } from '../../ast/index.ts';
import { holdsInOwnCode } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { isClockRead } from '../calls/clock-reads.ts';
import { partsWithin } from '../texts/key-parts.ts';

/** As a clause, why what `fn` keeps by a key may be meant for all who ask for the key; undefined where nothing says so. */
export function whyKeptForAll(value: Expression, fn: Def, model: SemanticModel): string | undefined {
  const origins = model.flow.origins(value);
  if (origins.some(({ kind }) => kind === 'Name')) return 'what was given first may be meant to stay';
  if (!origins.some(({ kind }) => kind === 'Call')) return 'it may be a record of what was given, not an answer to it';
  return holdsInOwnCode(fn.body, (node) => node.kind === 'Compare' && asksForTime(node, fn, model))
    ? 'it is kept for a time, for whoever asks within it'
    : undefined;
}

const asksForTime = (test: Expression, fn: Def, model: SemanticModel): boolean =>
  partsWithin(test, fn, model).some((part) => isClockRead(part, model));
