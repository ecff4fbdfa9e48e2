/** Which rows a function asks for and adds, so that others know it of what they call. */
import { type Call, type Def, defsOf, lastName, type Node } from '#ast';
import type { FactsContext } from '#kit';
import type { ProjectModel } from '#project';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { rowsInsertedBy } from '#semantics/rows/row-inserts';
import { type RowQuery, rowsAskedFor } from '#semantics/rows/row-queries';
import { checkedInserts } from './checked-facts.ts';
import { refusalOf } from './refused-inserts.ts';

/** What a function does with rows of a class, which is named as its file knows it. */
export interface RowAccess {
  readonly kind: 'access';
  readonly fn: string;
  readonly reads: readonly Pick<RowQuery, 'row' | 'columns'>[];
  /** `?` for rows of a class that is not seen; those whose refusal is answered, or that the function looks up itself, are left out. */
  readonly adds: readonly string[];
}

export const rowAccessesIn = (file: FactsContext): readonly RowAccess[] =>
  defsOf(file.module).flatMap((fn) => {
    const reads = readsOf(fn.body, file);
    const adds = addsOf(fn, file);
    return reads.length + adds.length === 0
      ? []
      : [{ kind: 'access' as const, fn: file.names.fullNameOf(fn), reads, adds }];
  });

/** What queries among these nodes ask for, as facts carry it. */
export const readsOf = (roots: readonly Node[], file: SemanticModel): RowAccess['reads'] =>
  rowsAskedFor(roots, file).map(({ row, columns }) => ({ row, columns }));

function addsOf(fn: Def, file: FactsContext): readonly string[] {
  return callsWithin([fn]).flatMap((call) => {
    const added = rowsInsertedBy(call, file);
    const isAdded = added.length > 0 || isAddedToSession(call);
    const isSeenTo = (): boolean =>
      refusalOf(call, fn, file) === 'caught' || checkedInserts(fn, file).some(({ insert }) => insert === call);
    if (!isAdded || isSeenTo()) return [];
    return added.length === 0 ? ['?'] : added.map(({ row }) => row ?? '?');
  });
}

const isAddedToSession = ({ func, args }: Call): boolean =>
  func.kind === 'Attribute' &&
  func.attr === 'add' &&
  args.length === 1 &&
  /session|^db$/i.test(lastName(func.value) ?? '');

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
