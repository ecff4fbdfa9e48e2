/** The classes of one file, who derives from whom among them, and their methods. */
import type { AsyncFunctionDef, ClassDef, FunctionDef, Stmt } from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import { LONGEST_LINEAGE } from '../../knowledge/longest-lineage.ts';
import type { SemanticModel } from '../model.ts';
import type { Scope } from '../names.ts';

export type MethodDef = FunctionDef | AsyncFunctionDef;

/** Classes, bases and methods, each computed when first asked for. */
export class Hierarchy {
  readonly #model: SemanticModel;
  readonly #lines = new Map<ClassDef, readonly ClassDef[]>();
  readonly #ownMethods = new Map<ClassDef, readonly MethodDef[]>();
  readonly #methods = new Map<ClassDef, ReadonlyMap<string, MethodDef>>();
  #classes: readonly ClassDef[] | undefined;
  #derived: ReadonlyMap<ClassDef, readonly ClassDef[]> | undefined;

  constructor(model: SemanticModel) {
    this.#model = model;
  }

  /** Every class of the file, nested ones included. */
  get classes(): readonly ClassDef[] {
    this.#classes ??= findClasses(this.#model.names.moduleScope);
    return this.#classes;
  }

  /** A class and its bases in this file, nearest first. */
  lineOf(classDef: ClassDef): readonly ClassDef[] {
    const known = this.#lines.get(classDef);
    if (known !== undefined) return known;
    const found = new Set<ClassDef>([classDef]);
    // A set hands out what is added while it is walked.
    for (const { bases } of found) {
      for (const base of bases) {
        const definition = this.#model.names.definitionOf(base.kind === 'Subscript' ? base.value : base);
        if (definition?.kind === 'ClassDef' && found.size <= LONGEST_LINEAGE) found.add(definition);
      }
    }
    const line = [...found];
    this.#lines.set(classDef, line);
    return line;
  }

  /** Classes that share code with this one: its line, and the classes of this file that derive from it. */
  kinOf(classDef: ClassDef): readonly ClassDef[] {
    this.#derived ??= this.#findDerived();
    return [...this.lineOf(classDef), ...(this.#derived.get(classDef) ?? [])];
  }

  #findDerived(): ReadonlyMap<ClassDef, readonly ClassDef[]> {
    const pairs = this.classes.flatMap((derived) => this.lineOf(derived).map((base) => ({ base, derived })));
    const strict = groupBy(
      pairs.filter(({ base, derived }) => base !== derived),
      ({ base }) => base,
    );
    return new Map([...strict].map(([base, found]) => [base, found.map(({ derived }) => derived)]));
  }

  /** Functions that are in the class's body, through `if`, `try` and `with`, in source order. */
  ownMethodsOf(classDef: ClassDef): readonly MethodDef[] {
    const known = this.#ownMethods.get(classDef);
    if (known !== undefined) return known;
    const methods: MethodDef[] = [];
    collectMethods(classDef.body, methods);
    this.#ownMethods.set(classDef, methods);
    return methods;
  }

  /** Methods by name; the nearest class wins, in it the last definition that is no setter or deleter. */
  methodsOf(classDef: ClassDef): ReadonlyMap<string, MethodDef> {
    const known = this.#methods.get(classDef);
    if (known !== undefined) return known;
    const methods = new Map<string, MethodDef>();
    for (const each of [...this.lineOf(classDef)].reverse()) {
      for (const method of this.ownMethodsOf(each)) {
        if (!methods.has(method.name) || !isAccessor(method)) methods.set(method.name, method);
      }
    }
    this.#methods.set(classDef, methods);
    return methods;
  }
}

function findClasses(moduleScope: Scope): readonly ClassDef[] {
  const classes: ClassDef[] = [];
  const pending: Scope[] = [moduleScope];
  for (let scope = pending.pop(); scope !== undefined; scope = pending.pop()) {
    if (scope.node.kind === 'ClassDef' && scope.kind === 'class') classes.push(scope.node);
    pending.push(...scope.children);
  }
  return classes.sort((a, b) => a.start - b.start);
}

/** Without recursion: a chain of ten thousand `elif` is nested as deep. */
function collectMethods(body: readonly Stmt[], into: MethodDef[]): void {
  const pending: Stmt[] = [...body].reverse();
  for (let statement = pending.pop(); statement !== undefined; statement = pending.pop()) {
    if (statement.kind === 'FunctionDef' || statement.kind === 'AsyncFunctionDef') into.push(statement);
    else for (const block of blocksIn(statement).reverse()) pending.push(...[...block].reverse());
  }
}

/** Blocks of a statement whose definitions belong to the class around it, in source order. */
function blocksIn(statement: Stmt): (readonly Stmt[])[] {
  switch (statement.kind) {
    case 'If':
      return [statement.body, statement.orelse];
    case 'With':
      return [statement.body];
    case 'Try':
    case 'TryStar':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.orelse,
        statement.finalbody,
      ];
    default:
      return [];
  }
}

function isAccessor(method: MethodDef): boolean {
  return method.decorator_list.some(
    (decorator) => decorator.kind === 'Attribute' && (decorator.attr === 'setter' || decorator.attr === 'deleter'),
  );
}
