/** Which rows queries ask for, and by which columns: of SQLAlchemy, of managers of Django, in SQL. */
import {
  ancestors,
  type Call,
  type Expression,
  holds,
  isCapWords,
  isStatement,
  isWithin,
  lastName,
  type Node,
} from '../../ast/index.ts';
import { callsWithin, walkOwnCode } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';
import { tableQueried } from './database-rows.ts';

export interface RowQuery {
  /** The full name of the class of the rows, as the file knows it; `table notes` for SQL. */
  readonly row: string;
  /** The columns that are compared for equality: in the statement of the query, or else in all. */
  readonly columns: readonly string[];
  /** The columns that are read. */
  readonly selected: readonly string[];
}

interface Asked {
  readonly own: Set<string>;
  readonly all: Set<string>;
  readonly selected: Set<string>;
  readonly statements: Node[];
}

/** What queries among these nodes ask for. */
export function rowsAskedFor(roots: readonly Node[], model: SemanticModel): readonly RowQuery[] {
  const asked = new Map<string, Asked>();
  const tables: RowQuery[] = [];
  const askedOf = (row: string): Asked => {
    const known = asked.get(row) ?? { own: new Set(), all: new Set(), selected: new Set(), statements: [] };
    asked.set(row, known);
    return known;
  };
  for (const call of callsWithin(roots)) {
    const table = tableQueried(call, model);
    if (table) tables.push({ row: `table ${table}`, columns: [], selected: [] });
    const managed = managedClass(call, model);
    if (managed !== undefined && !/create$/.test(lastName(call.func) ?? '')) {
      const { own } = askedOf(managed);
      if (/^(?:a?get|filter)$/.test(lastName(call.func) ?? ''))
        for (const { arg } of call.keywords) if (arg !== undefined && !arg.includes('__')) own.add(arg);
    }
    for (const [row, column] of classesSelected(call, model)) {
      const known = askedOf(row);
      known.statements.push([...ancestors(call)].find(isStatement) ?? call);
      if (column !== undefined) known.selected.add(column);
    }
  }
  if (asked.size > 0) walkOwnCode(roots, (node) => addCompared(node, asked, model));
  return [
    ...tables,
    ...[...asked].map(([row, { own, all, selected }]) => ({
      row,
      columns: [...(own.size > 0 ? own : all)],
      selected: [...selected],
    })),
  ];
}

/** `User.name == name`, `name == User.name`, `.filter_by(name=name)`. */
function addCompared(node: Node, asked: ReadonlyMap<string, Asked>, model: SemanticModel): undefined {
  const add = ({ own, all, statements }: Asked, column: string, isNamed: boolean): void => {
    if (statements.some((statement) => isWithin(node, statement))) own.add(column);
    else if (isNamed) all.add(column);
  };
  if (node.kind === 'Compare' && node.ops.length === 1 && node.ops[0] === 'Eq')
    for (const side of [node.left, ...node.comparators]) {
      const row = side.kind === 'Attribute' ? asked.get(model.names.qualifiedName(side.value) ?? '') : undefined;
      if (row !== undefined && side.kind === 'Attribute') add(row, side.attr, true);
    }
  if (node.kind === 'Call' && lastName(node.func) === 'filter_by')
    for (const { arg } of node.keywords) if (arg !== undefined) for (const row of asked.values()) add(row, arg, false);
}

const QUERYING: ReadonlySet<string> = new Set(['query', 'select', 'select_from', 'exists']);

/** `select(User)`, `session.query(User.name)`, `select(func.count(User.id))`, however the function is imported. */
function classesSelected(call: Call, { names }: SemanticModel): readonly (readonly [row: string, column?: string])[] {
  const called = names.qualifiedName(call.func)?.split('.').at(-1) ?? lastName(call.func) ?? '';
  if (!QUERYING.has(called) && !QUERYING.has(lastName(call.func) ?? '')) return [];
  const found: [string, string?][] = [];
  for (const given of call.args)
    holds(given, (node) => {
      const isClass = (node.kind === 'Name' || node.kind === 'Attribute') && isCapWords(lastName(node) ?? '');
      const row = isClass ? names.qualifiedName(node) : undefined;
      if (row === undefined) return false;
      const { parent } = node;
      found.push(parent === given && parent.kind === 'Attribute' ? [row, parent.attr] : [row]);
      return false;
    });
  return found;
}

/** The class at the root of `Order.objects.filter(…).first()`. */
function managedClass(query: Expression, { names }: SemanticModel): string | undefined {
  let at: Expression = query;
  while (at.kind === 'Call' && at.func.kind === 'Attribute') at = at.func.value;
  return at !== query && at.kind === 'Attribute' && at.attr === 'objects' ? names.qualifiedName(at.value) : undefined;
}
