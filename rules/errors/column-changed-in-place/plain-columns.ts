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
  type Node,
  nodesOf,
  withoutAwait,
} from '#ast';
import { groupBy } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { type Change, changeAt, type Held, placesHolding } from './held-values.ts';

/** A class and its columns of JSON, pickles or arrays. */
export interface PlainColumnsFact {
  readonly kind: 'plain-columns';
  readonly owner: string;
  /** Those that no `MutableDict` or `MutableList` watches. */
  readonly names: readonly string[];
  /** Those whose first level one watches. */
  readonly watched: readonly string[];
  readonly place: PackedPlace;
}

/** A change of what an attribute of an object holds, in its place. */
export interface ChangedInPlaceFact {
  readonly kind: 'changed-in-place';
  /** The path to the object. */
  readonly owner: string;
  readonly attribute: string;
  /** As it is written: `row.settings`. */
  readonly shown: string;
  /** The name through which it is changed, where that is another. */
  readonly through: string | undefined;
  /** As a copy of which the first level is left as it was: what is below is the old value's too. */
  readonly putBack: 'itself' | 'copied' | undefined;
  /** Below its first level, of which nothing is changed in the function. */
  readonly isBelow: boolean;
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

const SAVING = /^(?:commit|flush|begin)$/;
const FLAGGING = /^flag_(?:modified|dirty)$/;

export function inPlaceFactsIn(file: FactsContext): readonly InPlaceFact[] {
  const columns = nodesOf(file.module, 'ClassDef').flatMap((owner): PlainColumnsFact[] => {
    const columns = owner.body.flatMap((member) => columnIn(member, file) ?? []);
    const named = (isWatched: boolean) => columns.flatMap((each) => (each.isWatched === isWatched ? each.name : []));
    if (columns.length === 0) return [];
    const place = packPlace(file, owner);
    return [
      { kind: 'plain-columns', owner: file.names.fullNameOf(owner), names: named(false), watched: named(true), place },
    ];
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
  return [...columns, ...saving, ...(watches ? [{ kind: 'watches-all' as const }] : []), ...changesIn(file)];
}

interface Column {
  readonly name: string;
  readonly isWatched: boolean;
}

/** `settings = Column(JSON)`, `tags: Mapped[list] = mapped_column(ARRAY(Text))`, `meta: dict = Field(sa_column=Column(JSONB))`. */
function columnIn(member: ClassDef['body'][number], model: SemanticModel): Column | undefined {
  if (member.kind !== 'Assign' && member.kind !== 'AnnAssign') return undefined;
  const target = member.kind === 'Assign' ? member.targets[0] : member.target;
  const { value } = member;
  if (target?.kind !== 'Name' || value?.kind !== 'Call') return undefined;
  if (!/^(?:Column|mapped_column|Field)$/.test(lastName(value.func) ?? '')) return undefined;
  const isWatched = holds(value, (node) => isWatching(node, model));
  // Other classes may watch all levels.
  if (!isWatched && /mutable/i.test(model.source.text.slice(member))) return undefined;
  const type = /^Field$/.test(lastName(value.func) ?? '')
    ? value.keywords.find(({ arg }) => arg === 'sa_column' || arg === 'sa_type')?.value
    : value;
  const isColumn = type !== undefined && holds(type, (node) => isPlainType(node, model));
  return isColumn ? { name: target.id, isWatched } : undefined;
}

const isWatching = (node: Node, { names }: SemanticModel): boolean =>
  (node.kind === 'Name' || node.kind === 'Attribute') &&
  /^sqlalchemy\.ext\.mutable\.Mutable(?:Dict|List)$/.test(names.qualifiedName(node) ?? '');

function isPlainType(node: Node, { names }: SemanticModel): boolean {
  if (node.kind !== 'Name' && node.kind !== 'Attribute') return false;
  const name = names.qualifiedName(node) ?? '';
  return /^(?:sqlalchemy|flask_sqlalchemy|sqlmodel)\.(?:\w+\.)*(?:JSON|JSONB|PickleType|ARRAY)$/.test(name);
}

/** Of each function and attribute that it reads or assigns: `row.settings`. */
function changesIn(file: FactsContext): readonly ChangedInPlaceFact[] {
  const byFunction = groupBy(nodesOf(file.module, 'Attribute'), (each) => file.context.defAround(each));
  return [...byFunction].flatMap(([fn, own]) => {
    if (fn === undefined || fn.name === '__init__') return [];
    return [...groupBy(own, (each) => file.text.slice(each)).values()].flatMap((uses) => changesOf(uses, fn, file));
  });
}

interface Reported {
  readonly at: Expression;
  readonly isBelow: boolean;
  readonly through?: string;
  readonly putBack?: 'itself' | 'copied';
}

function changesOf(uses: readonly Attribute[], fn: Def, file: FactsContext): readonly ChangedInPlaceFact[] {
  const held = uses.flatMap((each) => (each.ctx === 'Load' ? placesHolding(each, file) : []));
  const changes = held.flatMap((each) => changeAt(each, file) ?? []);
  const stores = uses.filter(({ ctx }) => ctx === 'Store');
  if (changes.length === 0 && !stores.some(({ parent }) => parent?.kind === 'AugAssign')) return [];
  const [first] = uses;
  const owner = first === undefined ? undefined : file.types.pathOf(first.value);
  if (first === undefined || owner === undefined || isNew(first.value, file)) return [];
  const calls = callsWithin([fn]);
  if (calls.some((call) => flags(call, first, file))) return [];
  return reportedOf(stores, held, changes).map(({ at, isBelow, through, putBack }) => ({
    kind: 'changed-in-place',
    owner,
    attribute: first.attr,
    shown: file.text.slice(first),
    through,
    putBack,
    isBelow,
    place: packPlace(file, at),
    within: file.names.qualnameOf(at),
    saves: calls.some(({ func }) => SAVING.test(lastName(func) ?? '')),
    behind: [
      ...new Set(calls.flatMap((call) => (call.start > at.start ? (file.effects.projectPath(call) ?? []) : []))),
    ],
  }));
}

/** What is lost: the changes, or the store that puts the same object back. */
function reportedOf(
  stores: readonly Attribute[],
  held: readonly Held[],
  changes: readonly Change[],
): readonly Reported[] {
  const own = changes.filter(({ isCopied }) => !isCopied);
  const ofCopies = changes.filter(({ isCopied }) => isCopied);
  const isBelow = own.every(({ depth }) => depth > 0);
  const found: Reported[] = [];
  let isRenewed = false;
  for (const at of stores) {
    const { parent } = at;
    // `row.tags += ["a"]` keeps the list that it adds to.
    if (parent?.kind === 'AugAssign') {
      if (parent.op === 'Add' || parent.op === 'BitOr') found.push({ at, isBelow: false, putBack: 'itself' });
      continue;
    }
    const value = parent?.kind === 'Assign' ? parent.value : undefined;
    const put = held.find((each) => each.at === value && each.depth === 0);
    // `row.settings = dict(row.settings)`, and then a change of that.
    const isOther = own.some(({ depth, at: changed }) => depth === 0 && changed.start > at.start);
    if (put === undefined || (put.isCopied && (isOther || ofCopies.some(({ depth }) => depth === 0)))) isRenewed = true;
    else if (put.isCopied)
      found.push(...ofCopies.map((each): Reported => ({ at: each.at, isBelow: true, putBack: 'copied' })));
    else if (own.some(({ at: changed }) => changed.start < at.start)) found.push({ at, isBelow, putBack: 'itself' });
  }
  if (isRenewed || found.some(({ putBack }) => putBack === 'itself')) return found;
  return [...found, ...own.map(({ at, through }) => ({ at: rootOf(at), isBelow, through }))];
}

/** `row.settings` of `row.settings["a"]["b"] = 1`, and the name of any other. */
function rootOf(changed: Expression): Expression {
  let at = changed;
  for (;;) {
    const inner: Expression =
      at.kind === 'Subscript' ? at.value : at.kind === 'Call' && at.func.kind === 'Attribute' ? at.func.value : at;
    if (inner === at) return at;
    at = inner;
  }
}

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
