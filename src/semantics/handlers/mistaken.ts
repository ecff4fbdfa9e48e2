/** Whether a caller can tell that something failed from what it is given. */
import { type ExceptHandler, type Expression, isWithin, lastName } from '../../ast/index.ts';
import type { MistakenAnswer } from '../handlers.ts';
import type { SemanticModel } from '../model.ts';
import { identityKey } from '../values/folded.ts';
import type { FoldedValue } from '../values.ts';

/** By the constant that the handler returns last, when code outside of all handlers of its `try` returns it too, or a collection that may be as empty. */
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
    if (ordinary !== undefined) return identityKey(ordinary) === identityKey(folded);
    return folded.kind === 'mapping' ? hasKeysOf(other, folded, model) : mayBeEmpty(other, folded, model);
  });
  return normal === undefined ? undefined : { value, normal };
}

/** A collection with something in it is a default that someone chose; `(False, None)` and `{"rows": []}` have nothing. */
function isFilled(value: FoldedValue): boolean {
  if (value.kind === 'mapping') return value.entries.some(([, each]) => !isBlank(each));
  if (value.kind === 'tuple') return value.elements.some((each) => !isBlank(each));
  return 'elements' in value && value.elements.length > 0;
}

function isBlank(value: FoldedValue): boolean {
  if ('elements' in value) return value.elements.length === 0;
  if ('entries' in value) return value.entries.length === 0;
  return value.kind === 'none' || ('value' in value && !value.value);
}

/** A report of the same parts, each of them empty where it failed; an empty dict for what is a dict. */
function hasKeysOf(other: Expression, { entries }: Mapping, model: SemanticModel): boolean {
  if (entries.length === 0) return mayBeEmpty(other, { kind: 'mapping' }, model);
  const made = model.flow.whole(other);
  if (made.kind !== 'Dict') return false;
  const keys = new Set(made.keys.flatMap((key) => (key === undefined ? [] : (model.values.string(key) ?? []))));
  return entries.every(([key]) => key.kind === 'str' && keys.has(key.value));
}

/** A list, set or dict that is not written out with something in it, or a list of the rows that there are. */
function mayBeEmpty(other: Expression, { kind }: Pick<FoldedValue, 'kind'>, model: SemanticModel): boolean {
  const made = model.flow.whole(other);
  if (made.kind === 'Set' || (made.kind === 'Dict' ? made.values : made.kind === 'List' ? made.elts : []).length > 0)
    return false;
  if (kind === 'list' && made.kind === 'Call' && /^(?:all|fetchall)$/.test(lastName(made.func) ?? '')) return true;
  const container = kind === 'mapping' ? 'dict' : kind;
  return (
    (kind === 'list' || kind === 'mapping' || kind === 'set') && model.types.classOf(other) === `builtins.${container}`
  );
}

type Mapping = Extract<FoldedValue, { readonly kind: 'mapping' }>;
