/** Columns whose values a mapper compares and does not watch, and changes of such a value in its place. */
import {
  type Attribute,
  type Call,
  type ClassDef,
  type Def,
  type Expression,
  holds,
  isCapWords,
  lastName,
  type Name,
  type Node,
  nodesOf,
  withoutAwait,
} from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** A class and its columns of JSON, pickles or arrays that no `MutableDict` or `MutableList` watches. */
export interface PlainColumnsFact {
  readonly kind: 'plain-columns';
  readonly owner: string;
  readonly names: readonly string[];
  readonly place: PackedPlace;
}

/** A change of what an attribute of an object holds, in its place. */
export interface ChangedInPlaceFact {
  readonly kind: 'changed-in-place';
  /** The way to the object. */
  readonly owner: string;
  readonly attribute: string;
  /** As it is written: `row.settings`. */
  readonly shown: string;
  readonly isPutBack: boolean;
  readonly place: PackedPlace;
  readonly within: string;
  /** The function itself saves. */
  readonly saves: boolean;
  /** Access paths to the functions that are called behind it. */
  readonly behind: readonly string[];
}

/** A function that saves what changed, or says itself that something did. */
export interface SavingFact {
  readonly kind: 'saving';
  readonly function: string;
  readonly flags: boolean;
}

export type InPlaceFact = PlainColumnsFact | ChangedInPlaceFact | SavingFact | { readonly kind: 'watches-all' };

const CHANGING: ReadonlySet<string> = new Set(
  'append extend insert remove clear sort reverse update pop popitem setdefault'.split(' '),
);
const SAVING = /^(?:commit|flush|begin)$/;
const FLAGGING = /^flag_(?:modified|dirty)$/;

export function inPlaceFactsIn(file: FactsContext): readonly InPlaceFact[] {
  const columns = nodesOf(file.module, 'ClassDef').flatMap((owner): PlainColumnsFact[] => {
    const names = owner.body.flatMap((member) => plainIn(member, file) ?? []);
    return names.length === 0
      ? []
      : [{ kind: 'plain-columns', owner: file.names.fullNameOf(owner), names, place: packPlace(file, owner) }];
  });
  const calls = nodesOf(file.module, 'Call');
  const saving = calls.flatMap((call): SavingFact[] => {
    const name = lastName(call.func) ?? '';
    const fn = SAVING.test(name) || FLAGGING.test(name) ? file.context.defAround(call) : undefined;
    return fn === undefined
      ? []
      : [{ kind: 'saving', function: file.names.fullNameOf(fn), flags: FLAGGING.test(name) }];
  });
  const watches = calls.some(({ func }) => /^associate_with/.test(lastName(func) ?? ''));
  return [
    ...columns,
    ...saving,
    ...(watches ? [{ kind: 'watches-all' as const }] : []),
    ...nodesOf(file.module, 'Attribute').flatMap((attribute) => changeOf(attribute, file) ?? []),
  ];
}

/** `settings = Column(JSON)`, `tags: Mapped[list] = mapped_column(ARRAY(Text))`, `meta: dict = Field(sa_column=Column(JSONB))`. */
function plainIn(member: ClassDef['body'][number], model: SemanticModel): string | undefined {
  if (member.kind !== 'Assign' && member.kind !== 'AnnAssign') return undefined;
  const target = member.kind === 'Assign' ? member.targets[0] : member.target;
  const { value } = member;
  if (target?.kind !== 'Name' || value?.kind !== 'Call') return undefined;
  if (!/^(?:Column|mapped_column|Field)$/.test(lastName(value.func) ?? '')) return undefined;
  if (/mutable/i.test(model.source.text.slice(member))) return undefined;
  const type = /^Field$/.test(lastName(value.func) ?? '')
    ? value.keywords.find(({ arg }) => arg === 'sa_column' || arg === 'sa_type')?.value
    : value;
  return type !== undefined && holds(type, (node) => isPlainType(node, model)) ? target.id : undefined;
}

function isPlainType(node: Node, { names }: SemanticModel): boolean {
  if (node.kind !== 'Name' && node.kind !== 'Attribute') return false;
  const name = names.qualifiedName(node) ?? '';
  return /^(?:sqlalchemy|flask_sqlalchemy|sqlmodel)\.(?:\w+\.)*(?:JSON|JSONB|PickleType|ARRAY)$/.test(name);
}

function changeOf(attribute: Attribute, file: FactsContext): ChangedInPlaceFact | undefined {
  const fn = file.context.defAround(attribute);
  const isPutBack = attribute.ctx === 'Store';
  if (fn === undefined || fn.name === '__init__') return undefined;
  if (isPutBack ? !isOldPutBack(attribute, fn, file) : !isChangedAt(attribute)) return undefined;
  const owner = file.types.pathOf(attribute.value);
  if (owner === undefined || isNew(attribute.value, file)) return undefined;
  const shown = file.text.slice(attribute);
  const calls = callsWithin([fn]);
  if (calls.some((call) => flags(call, attribute, file))) return undefined;
  if (!isPutBack && isGivenNew(shown, fn, file)) return undefined;
  const later = calls.filter(({ start }) => start > attribute.start);
  return {
    kind: 'changed-in-place',
    owner,
    attribute: attribute.attr,
    shown,
    isPutBack,
    place: packPlace(file, attribute),
    within: file.names.qualnameOf(attribute),
    saves: calls.some(({ func }) => SAVING.test(lastName(func) ?? '')),
    behind: [...new Set(later.flatMap((call) => file.effects.projectPath(call) ?? []))],
  };
}

/** `row.settings["a"] = 1`, `del row.settings["a"]["b"]`, `row.tags.append(…)`, `row.tags["x"].update(…)`. */
function isChangedAt(held: Expression): boolean {
  let at = held;
  while (at.parent?.kind === 'Subscript' && at.parent.value === at) at = at.parent;
  if (at.kind === 'Subscript' && at.ctx !== 'Load') return true;
  const method = at.parent;
  return (
    method?.kind === 'Attribute' &&
    CHANGING.has(method.attr) &&
    method.parent?.kind === 'Call' &&
    method.parent.func === method
  );
}

/** `held = row.settings or {}`, `held["a"] = 1`, `row.settings = held`; `row.tags += ["a"]`, which keeps the list that it adds to. */
function isOldPutBack(attribute: Attribute, fn: Def, model: SemanticModel): boolean {
  const { parent } = attribute;
  if (parent?.kind === 'AugAssign') return parent.op === 'Add' || parent.op === 'BitOr';
  if (parent?.kind !== 'Assign' || parent.value.kind !== 'Name') return false;
  return isOld(parent.value, model.source.text.slice(attribute), fn, model);
}

function isOld(name: Name, shown: string, fn: Def, model: SemanticModel): boolean {
  const [only, second] = model.flow.reachingDefinitions(name);
  const read = only?.value?.kind === 'BoolOp' && only.value.op === 'Or' ? only.value.values[0] : only?.value;
  if (read === undefined || second !== undefined || model.source.text.slice(read) !== shown) return false;
  const uses = model.names.resolve(name)?.references ?? [];
  return uses.some((use) => use.start < name.start && model.context.defAround(use) === fn && isChangedAt(use));
}

/** Somewhere in the function the attribute is given an object that it did not hold. */
const isGivenNew = (shown: string, fn: Def, model: SemanticModel): boolean =>
  model.context
    .nodesOfFunction(fn, 'Assign')
    .some(
      ({ targets, value }) =>
        targets.some((target) => model.source.text.slice(target) === shown) &&
        !(value.kind === 'Name' && isOld(value, shown, fn, model)),
    );

/** What has been made here is inserted as it is then. A class of another module is known by how classes are called. */
function isNew(object: Expression, { flow, names }: SemanticModel): boolean {
  const made = flow.origins(object).map(withoutAwait);
  const isMade = (each: Expression): boolean =>
    each.kind === 'Call' &&
    (names.definitionOf(each.func)?.kind === 'ClassDef' || isCapWords(lastName(each.func) ?? ''));
  return made.length > 0 && made.every(isMade);
}

/** `flag_modified(row, "settings")`; the name may be computed. */
function flags(call: Call, { attr }: Attribute, { values }: SemanticModel): boolean {
  if (!FLAGGING.test(lastName(call.func) ?? '')) return false;
  const name = call.args[1] === undefined ? undefined : values.string(call.args[1]);
  return name === undefined || name === attr;
}
