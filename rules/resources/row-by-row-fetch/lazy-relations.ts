/** Relations of mapped classes that are fetched when somebody reads them, and loops over rows that read them. */
import {
  type Attribute,
  type Call,
  type ClassDef,
  type Def,
  defsOf,
  dottedName,
  type Expression,
  findNode,
  type ItemLoop,
  isCapWords,
  lastName,
  type Node,
  nodesOf,
  parametersOf,
  type Stmt,
  walk,
} from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { nodesWithin, walkOwnCode } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

/** A class and those of its relations that a query for it does not bring along. */
export interface LazyRelationsFact {
  readonly kind: 'lazy-relations';
  readonly owner: string;
  readonly names: readonly string[];
  /** Methods that look into one of them: `order.as_row()` reads `self.customer.name`. */
  readonly readers: readonly (readonly [method: string, relation: string])[];
  readonly place: PackedPlace;
}

/** A loop over rows of a class, with what its body reads of the row. */
export interface RowReadsFact {
  readonly kind: 'row-reads';
  readonly owner: string;
  readonly reads: readonly (readonly [name: string, text: string, place: PackedPlace])[];
  /** Calls that hand the row to functions of other modules: the way there, and as which argument. */
  readonly hands: readonly (readonly [path: string, at: number, row: string, place: PackedPlace])[];
  /** What the query brings along. */
  readonly eagerlyLoaded: readonly string[];
  readonly within: string;
}

/** A function that looks into what it is given: as which argument, and the name that it reads of that. */
export interface RowReaderFact {
  readonly kind: 'row-reader';
  readonly fn: string;
  readonly reads: readonly (readonly [at: number, name: string])[];
}

/** What SQLAlchemy calls the ways to bring a relation with the query. https://docs.sqlalchemy.org/en/20/orm/queryguide/relationships.html */
const EAGER = /^(?:joined|selectin|subquery|immediate|raise|raise_on_sql|noload|write_only|dynamic|False)$/;
const RELATION = /^(?:[rR]elationship|ForeignKey|OneToOneField|ForeignKeyField|ManyToManyField)$/;
const EAGER_LOADING =
  /^(?:options|select_related|prefetch_related|prefetch|joinedload|selectinload|subqueryload|contains_eager|joined|values|values_list|dicts|tuples)$/;
const QUERIES: ReadonlySet<string> = new Set(['objects', 'query']);

/** The classes of a file that have such relations, and its functions that may read one of what they are given. */
export function lazyRelationsIn(file: FactsContext): (LazyRelationsFact | RowReaderFact)[] {
  const readers = defsOf(file.module).flatMap((fn) => rowReaderIn(fn, file));
  const owners = nodesOf(file.module, 'ClassDef').flatMap((node): LazyRelationsFact[] => {
    const names = node.body.flatMap((field) => lazyIn(field, node, file) ?? []);
    if (names.length === 0) return [];
    const owner = file.names.fullNameOf(node);
    return [{ kind: 'lazy-relations', owner, names, readers: readersIn(node, names), place: packPlace(file, node) }];
  });
  return [...owners, ...readers];
}

const readersIn = ({ body }: ClassDef, names: readonly string[]): [string, string][] =>
  body.flatMap((fn): [string, string][] => {
    if (fn.kind !== 'FunctionDef') return [];
    const read = findNode(
      fn,
      (node): node is Attribute =>
        node.kind === 'Attribute' &&
        dottedName(node) === `self.${node.attr}` &&
        names.includes(node.attr) &&
        isLookedInto(node),
    );
    return read === undefined ? [] : [[fn.name, read.attr]];
  });

/** The name of a field that is such a relation. */
function lazyIn(field: Stmt, owner: ClassDef, { names, values }: SemanticModel): string | undefined {
  const target = field.kind === 'AnnAssign' ? field.target : field.kind === 'Assign' ? field.targets[0] : undefined;
  if (target?.kind !== 'Name' || (field.kind !== 'Assign' && field.kind !== 'AnnAssign')) return undefined;
  const { value } = field;
  if (value?.kind !== 'Call' || owner.bases.length === 0) return undefined;
  const maker = names.qualifiedName(value.func)?.split('.').at(-1) ?? lastName(value.func) ?? '';
  // `ForeignKey` of SQLAlchemy is a constraint of a column, and stands in one.
  if (!RELATION.test(maker)) return undefined;
  const lazy = values.givenArgument(value, 'lazy', undefined);
  if (lazy === undefined) return holdsKeyOf(value, 'sa_relationship_kwargs') ? undefined : target.id;
  return EAGER.test(values.string(lazy) ?? 'False') ? undefined : target.id;
}

const holdsKeyOf = (call: Call, keyword: string): boolean => call.keywords.some(({ arg }) => arg === keyword);

/** What a loop over the rows of one class reads of them; undefined where that is not seen, or the query brings who knows what. */
export function rowReadsOf(loop: ItemLoop, file: FactsContext): RowReadsFact | undefined {
  const { target } = loop;
  if (target.kind !== 'Name') return undefined;
  const query = queriedBy(loop.iter, file);
  if (query === undefined) return undefined;
  const reads = new Map<string, RowReadsFact['reads'][number]>();
  const hands: RowReadsFact['hands'][number][] = [];
  const look = (body: readonly Node[], row: string, isHere: boolean): void =>
    walkOwnCode(body, (node) => {
      if (node.kind === 'Call' && isHere) {
        for (const [fn, name] of takersOf(node, row, file)) look(fn.body, name, false);
        const at = node.args.findIndex((each) => each.kind === 'Name' && each.id === row);
        const path = at < 0 ? undefined : file.effects.projectPath(node);
        if (path !== undefined) hands.push([path, at, row, packPlace(file, node)]);
      }
      if (node.kind !== 'Attribute' || node.value.kind !== 'Name' || node.value.id !== row) return undefined;
      const isRead = node.ctx === 'Load' && mayLookInto(node) && !query.eagerlyLoaded.has(node.attr);
      if (isRead && !reads.has(node.attr) && reads.size < MAX_READS)
        reads.set(node.attr, [node.attr, file.text.slice(node), packPlace(file, node)]);
      return undefined;
    });
  look(loop.body, target.id, true);
  if (reads.size + hands.length === 0) return undefined;
  const within = file.names.qualnameOf(loop.node);
  const { owner, eagerlyLoaded } = query;
  return { kind: 'row-reads', owner, reads: [...reads.values()], hands, eagerlyLoaded: [...eagerlyLoaded], within };
}

/** `def other_of(name, match): return match.guest.name`, for the loops of other modules that call it. */
function rowReaderIn(fn: Def, file: FactsContext): RowReaderFact[] {
  const skipped = file.context.classOfMethod(fn) === undefined ? 0 : 1;
  const names = parametersOf(fn).map(({ name }) => name);
  const reads = new Map<string, readonly [number, string]>();
  if (names.length === skipped) return [];
  for (const node of nodesWithin(fn.body, 'Attribute')) {
    if (node.value.kind !== 'Name' || node.ctx !== 'Load') continue;
    const at = names.indexOf(node.value.id) - skipped;
    if (at >= 0 && isLookedInto(node)) reads.set(`${at} ${node.attr}`, [at, node.attr]);
  }
  return reads.size === 0 ? [] : [{ kind: 'row-reader', fn: file.names.fullNameOf(fn), reads: [...reads.values()] }];
}

/** The function of this file that a call gives the row to, and what that calls it: `await PostOut.from_post(post)`. */
function takersOf(call: Call, row: string, model: SemanticModel): readonly (readonly [Def, string])[] {
  const fn = definitionCalled(model, call);
  if (fn === undefined || fn.kind === 'ClassDef') return [];
  const skipped = call.func.kind === 'Attribute' && model.context.classOfMethod(fn) !== undefined ? 1 : 0;
  return call.args.flatMap((each, at) => {
    const name = each.kind === 'Name' && each.id === row ? parametersOf(fn)[at + skipped]?.name : undefined;
    return name === undefined ? [] : [[fn, name] as const];
  });
}

const MAX_READS = 20;

/** A method may, too, and whether a property does is known where the class is. */
const mayLookInto = (read: Attribute): boolean =>
  isLookedInto(read) || read.parent?.kind === 'Await' || (read.parent?.kind === 'Call' && read.parent.func === read);

/** Something of the relation is read, be it the key that the row has too, or it is gone through: `order.customer.name`, `for line in order.lines`. */
function isLookedInto(read: Attribute): boolean {
  const { parent } = read;
  return (
    parent?.kind === 'Attribute' ||
    parent?.kind === 'For' ||
    parent?.kind === 'comprehension' ||
    (parent?.kind === 'Call' && isCounted(parent, read))
  );
}

const isCounted = (call: Call, read: Expression): boolean =>
  call.args[0] === read && /^(?:len|list|sorted|sum|any|all|str)$/.test(lastName(call.func) ?? '');

interface QueriedRows {
  readonly owner: string;
  readonly eagerlyLoaded: ReadonlySet<string>;
}

/** The class that a query is for, and the names in what it says of bringing more along. */
function queriedBy(rows: Expression, model: SemanticModel): QueriedRows | undefined {
  const owners = new Set<string>();
  const eagerlyLoaded = new Set<string>();
  let loadsAll = false;
  const pending: Expression[] = [rows];
  const seen = new Set<Node>(pending);
  for (let at = pending.pop(); at !== undefined && seen.size < MAX_SEEN; at = pending.pop()) {
    walk(at, (node) => {
      if (node.kind === 'Name' && node.ctx === 'Load') {
        for (const { value } of model.names.resolve(node)?.definitions ?? []) {
          if (value === undefined || seen.has(value)) continue;
          seen.add(value);
          pending.push(value);
        }
      }
      if (node.kind === 'Attribute' && QUERIES.has(node.attr)) add(node.value);
      if (node.kind !== 'Call') return undefined;
      const called = lastName(node.func) ?? '';
      if (called === 'query' || called === 'select') add(node.args[0]);
      if (/^(?:select|filter|all|exclude)$/.test(called) && node.func.kind === 'Attribute') add(node.func.value);
      if (EAGER_LOADING.test(called)) loadsAll = !addEagerlyLoaded(node, eagerlyLoaded) || loadsAll;
      if (!/^(?:filter|filter_by|exclude|where)$/.test(called)) return undefined;
      // By what rows are chosen others may be.
      pending.push(node.func);
      return 'skip';
    });
  }
  const [owner, ...others] = owners;
  return owner === undefined || others.length > 0 || loadsAll ? undefined : { owner, eagerlyLoaded };

  function add(named: Expression | undefined): void {
    if (named === undefined || (named.kind !== 'Name' && named.kind !== 'Attribute')) return;
    if (!isCapWords(lastName(named) ?? '')) return;
    const definition = model.names.definitionOf(named);
    const name = definition === undefined ? model.names.qualifiedName(named) : model.names.fullNameOf(definition);
    if (name !== undefined) owners.add(name);
  }
}

/** Adds the names that a call says are to come along; false where it says that all do, or not which. */
function addEagerlyLoaded({ args, keywords }: Call, eagerlyLoaded: Set<string>): boolean {
  let isSaid = args.length + keywords.length > 0;
  for (const part of [...args, ...keywords]) {
    walk(part, (inner) => {
      if (inner.kind === 'Attribute') eagerlyLoaded.add(inner.attr);
      if (inner.kind === 'Starred') isSaid = false;
      if (inner.kind === 'Constant' && inner.value.kind === 'str')
        for (const name of inner.value.value.split(/__|\./)) eagerlyLoaded.add(name);
    });
  }
  return isSaid;
}

const MAX_SEEN = 40;
