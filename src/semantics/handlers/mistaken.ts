/** Whether a caller can tell that something failed from what it is given. */
import { type ExceptHandler, isWithin } from '../../ast/index.ts';
import type { MistakenAnswer } from '../handlers.ts';
import type { SemanticModel } from '../model.ts';
import { identityKey } from '../values/folded.ts';
import type { FoldedValue } from '../values.ts';

/** By the constant that the handler returns last, when code outside of all handlers of its `try` returns it too. */
export function mistakenAnswerOf(model: SemanticModel, handler: ExceptHandler): MistakenAnswer | undefined {
  const around = model.context.defAround(handler);
  const { parent } = handler;
  const last = handler.body.at(-1);
  const value = last?.kind === 'Return' ? last.value : undefined;
  const folded = value === undefined ? undefined : model.values.fold(value);
  if (around === undefined || value === undefined || folded === undefined || isFilled(folded)) return undefined;
  const handlers = parent?.kind === 'Try' || parent?.kind === 'TryStar' ? parent.handlers : [];
  const normal = model.flow.returnValues(around).find((other) => {
    if (other === undefined || handlers.some((each) => isWithin(other, each))) return false;
    const ordinary = model.values.fold(other);
    return ordinary !== undefined && identityKey(ordinary) === identityKey(folded);
  });
  return normal === undefined ? undefined : { value, normal };
}

/** A collection with something in it is a default that somebody chose. */
function isFilled(value: FoldedValue): boolean {
  return ('elements' in value && value.elements.length > 0) || ('entries' in value && value.entries.length > 0);
}
