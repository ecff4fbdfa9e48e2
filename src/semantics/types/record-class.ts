/** Whether a class is a record: declared fields, whose values come from outside. */
import { type ClassDef, type Decorator, decoratorsOf } from '../../ast/index.ts';
import { RECORD_BASES, RECORD_DECORATORS, type RecordKind } from '../../knowledge/record-classes.ts';
import type { SemanticModel } from '../model.ts';

/** By its bases, as far as this file shows, or by its decorators. */
export function recordKindOf(classDef: ClassDef, model: SemanticModel): RecordKind | undefined {
  for (const [kind, bases] of BASES) if (model.types.derivesFrom(classDef, bases)) return kind;
  return recordDecoratorOf(classDef, model) === undefined ? undefined : 'dataclass';
}

const BASES: readonly (readonly [RecordKind, ReadonlySet<string>])[] = (
  ['settings', 'model', 'tuple', 'dict'] as const
).map((kind) => [kind, new Set([...RECORD_BASES].flatMap(([base, of]) => (of === kind ? [base] : [])))]);

/** Holds values that its maker gives, and no more: all its bases and decorators are those of records. */
export function isPlainRecord(classDef: ClassDef, model: SemanticModel): boolean {
  const kind = recordKindOf(classDef, model);
  if (kind === undefined || kind === 'settings') return false;
  const { names, types } = model;
  return (
    types.basesOf(classDef).every((base) => base === 'builtins.object' || RECORD_BASES.has(base ?? '')) &&
    decoratorsOf(classDef).every(({ callee }) => RECORD_DECORATORS.has(names.qualifiedName(callee) ?? ''))
  );
}

/** `@dataclass`, `@attrs.define(frozen=True)`. */
export function recordDecoratorOf(classDef: ClassDef, { names }: SemanticModel): Decorator | undefined {
  return decoratorsOf(classDef).find(({ callee }) => RECORD_DECORATORS.has(names.qualifiedName(callee) ?? ''));
}
