/** Which rows a function asks for and adds, so that others know it of what they call. */
import { ancestors, type Def, defsOf, isCapWords, isWithin, lastName, type Node } from '#ast';
import type { FactsContext } from '#kit';
import type { ProjectModel } from '#project';
import type { SemanticModel } from '#semantics';
import { callsWithin, walkOwnCode } from '#semantics/effects/calls-within';
import { tableQueried, tableWritten } from '#semantics/rows/database-rows';
import { type CheckedInsert, checkedInserts, QUERYING, rowAdded } from '../_shared/existence-checks.ts';
import { refusalOf } from './refused-inserts.ts';

/** What a function does with rows of a class, which is named as its file knows it. */
export interface RowAccess {
  readonly kind: 'access';
  readonly fn: string;
  readonly reads: readonly { readonly row: string; readonly columns: readonly string[] }[];
  /** `?` for rows of a class that is not seen; those whose refusal is answered, or that the function looks up itself, are left out. */
  readonly adds: readonly string[];
}

export const rowAccessesIn = (file: FactsContext): readonly RowAccess[] =>
  defsOf(file.module).flatMap((fn) => {
    const reads = readsIn(fn.body, file);
    const adds = addsOf(fn, file);
    return reads.length + adds.length === 0
      ? []
      : [{ kind: 'access' as const, fn: file.names.fullNameOf(fn), reads, adds }];
  });

/** What queries among these nodes ask for: the columns of the statement of each, or else of all. */
export function readsIn(roots: readonly Node[], file: SemanticModel): RowAccess['reads'] {
  const rows = new Map<string, { readonly own: Set<string>; readonly all: Set<string>; readonly spans: Node[] }>();
  const tables: RowAccess['reads'][number][] = [];
  const calls = callsWithin(roots);
  for (const call of calls) {
    const table = tableQueried(call, file);
    if (table) tables.push({ row: `table ${table}`, columns: [] });
    const [row] = QUERYING.test(lastName(call.func) ?? '') ? call.args : [];
    const of = row?.kind === 'Attribute' && !isCapWords(row.attr) ? row.value : row;
    const name = of && isCapWords(lastName(of) ?? '') ? file.names.qualifiedName(of) : undefined;
    if (name === undefined) continue;
    const found = rows.get(name) ?? { own: new Set(), all: new Set(), spans: [] };
    found.spans.push([...ancestors(call)].find(({ kind }) => IS_STATEMENT.test(kind)) ?? call);
    rows.set(name, found);
  }
  const add = (name: string | undefined, column: string, at: Node): void => {
    for (const { own, all, spans } of name === undefined
      ? rows.values()
      : [rows.get(name)].filter((each) => each !== undefined)) {
      if (spans.some((span) => isWithin(at, span))) own.add(column);
      else if (name !== undefined) all.add(column);
    }
  };
  if (rows.size > 0)
    walkOwnCode(roots, (node) => {
      if (node.kind === 'Compare' && node.left.kind === 'Attribute' && node.ops[0] === 'Eq')
        add(file.names.qualifiedName(node.left.value) ?? '', node.left.attr, node);
      if (node.kind === 'Call' && lastName(node.func) === 'filter_by')
        for (const { arg } of node.keywords) if (arg !== undefined) add(undefined, arg, node);
    });
  return [...tables, ...[...rows].map(([row, { own, all }]) => ({ row, columns: [...(own.size > 0 ? own : all)] }))];
}

const IS_STATEMENT = /^(?:Expr|Return|Assign|AnnAssign|If|While|For|AsyncFor|Assert|Raise)$/;

function addsOf(fn: Def, file: FactsContext): readonly string[] {
  let checked: readonly CheckedInsert[] | undefined;
  return callsWithin([fn]).flatMap((call) => {
    const table = tableWritten(call, file);
    if (typeof table === 'string') return refusalOf(call, fn, file) === 'caught' ? [] : `table ${table}`;
    const isAdding = call.func.kind === 'Attribute' && call.func.attr === 'add' && call.args.length === 1;
    if (!isAdding || !/session|^db$/i.test(lastName(call.func.value) ?? '') || refusalOf(call, fn, file) === 'caught')
      return [];
    checked ??= checkedInserts(fn, file);
    if (checked.some(({ insert }) => insert === call)) return [];
    const made = rowAdded(call, file);
    return (made && file.names.qualifiedName(made.func)) ?? '?';
  });
}

/** A row that one function asks for, and another adds. */
export interface SameRow {
  readonly row: string;
  readonly columns: readonly string[];
  /** The file that knows the class by this name. */
  readonly path: string;
}

/** What functions of the project do with rows, themselves or by what they call. */
export class RowAccesses {
  readonly #project: ProjectModel;
  readonly #byFunction: ReadonlyMap<string, { readonly path: string; readonly fact: RowAccess }>;

  constructor(project: ProjectModel, facts: readonly { readonly path: string; readonly fact: RowAccess }[]) {
    this.#project = project;
    this.#byFunction = new Map(facts.map((each) => [each.fact.fn, each]));
  }

  /** What the function at a way asks for; none where nothing is seen of it. */
  rowsRead(callee: string | undefined, from: string): readonly SameRow[] {
    return (callee === undefined ? [] : this.#behind(callee, from)).flatMap(({ path, fact }) =>
      fact.reads.map((each) => ({ ...each, path })),
    );
  }

  added(callee: string, from: string): readonly string[] {
    return this.#behind(callee, from).flatMap(({ path, fact }) => fact.adds.map((row) => this.classOf(row, path)));
  }

  /** The class itself, however a file names it. */
  classOf(row: string, path: string): string {
    const module = this.#project.moduleByPath(path);
    const found = module === undefined || row === '?' ? undefined : this.#project.resolve(row, module);
    return found?.kind === 'class' ? found.class.qualifiedName : row;
  }

  #behind(callee: string, from: string): readonly { readonly path: string; readonly fact: RowAccess }[] {
    const importer = this.#project.moduleByPath(from);
    const target = importer === undefined ? undefined : this.#project.follow(callee, importer);
    if (target?.kind !== 'function' && target?.kind !== 'coroutine') return [];
    const own = this.#byFunction.get(target.function.qualifiedName);
    if (own !== undefined) return [own];
    return target.function.calls.flatMap((call) => {
      const to = this.#project.resolve(call, target.module);
      return (to.kind === 'function' && this.#byFunction.get(to.function.qualifiedName)) || [];
    });
  }
}
