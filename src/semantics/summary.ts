/** What one Python file tells the rest of the project. Plain JSON: it crosses from map to reduce, to caches and shards. */
import type { FileRole } from './context.ts';

/** A place in the summarised file; lines and columns from 1. */
export interface SummaryPlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ModuleSummary {
  readonly path: string;
  /** Dotted name by place in the repository; other names a source root may give it are the project's to know. */
  readonly module: string;
  readonly isPackage: boolean;
  readonly role: FileRole;
  readonly isEntryPoint: boolean;
  /** Names bound at module level, with what they are. */
  readonly names: Readonly<Record<string, SummaryName>>;
  /** `__all__` where it is a constant; undefined when absent or computed. */
  readonly all: readonly string[] | undefined;
  /** `__getattr__`, `globals()[…]`, `exec`, `__path__` or `sys.modules` touched: names may exist that are not listed. Star imports stand in `imports`. */
  readonly hasDynamicNames: boolean;
  readonly imports: readonly SummaryImport[];
  readonly functions: readonly SummaryFunction[];
  /** What module-level code (class bodies, decorators and defaults included) calls, starts and constructs. */
  readonly body: SummaryBody;
  readonly classes: readonly SummaryClass[];
  /** Attribute names read or stored on anything, `vars()`/`__dict__`/`getattr(x, variable)` as '*'. */
  readonly attributeReads: readonly string[];
  readonly attributeStores: readonly string[];
  /** Frameworks whose application or routes the file creates (`fastapi`, `flask`, `celery`, …). */
  readonly serves: readonly string[];
}

export interface SummaryName {
  /** Line of the first statement that binds it; absent where only other scopes do (`global`). */
  readonly line?: number;
  readonly kind: 'function' | 'class' | 'import' | 'constant' | 'instance' | 'variable';
  /** For instances: qualified name of the class. For imports: the absolute dotted target. */
  readonly target?: string;
  /** For constants: the folded value as JSON (strings, numbers, booleans, null and lists of them). */
  readonly value?: unknown;
}

export interface SummaryImport {
  readonly module: string;
  /** The name taken; absent for `import module`; `*` for star imports. */
  readonly name?: string;
  readonly boundAs: string;
  /** At import time, inside a function, under TYPE_CHECKING, or in a `try` with an ImportError handler at import time. */
  readonly when: 'import-time' | 'lazy' | 'type-checking';
  readonly guarded: boolean;
  /** Stands in `assertRaises(…)` or `pytest.raises(…)`: meant to fail. */
  readonly expectedToFail?: true;
  readonly relativeLevel: number;
  readonly place: SummaryPlace;
}

/** What a body of code does, as far as others ask. */
export interface SummaryBody {
  /** Blocking calls in it: qualified name and place. Conditional ones stand in a branch or behind a guard that returns nothing. */
  readonly blocking: readonly {
    readonly call: string;
    readonly place: SummaryPlace;
    readonly isConditional?: true;
  }[];
  /** Qualified names of functions it calls that may be the project's (methods through attribute types included). */
  readonly calls: readonly string[];
  readonly starts: readonly SummaryStart[];
  readonly constructs: readonly SummaryConstruction[];
}

/** A function handed to something that runs it. */
export interface SummaryStart {
  readonly target: string;
  readonly how: 'thread' | 'executor' | 'task' | 'process' | 'callback' | 'dependency' | 'sync-route' | 'route';
  readonly place: SummaryPlace;
}

/** An object made, and where it is kept: a global, application state, a cached getter, an attribute, or nowhere lasting. */
export interface SummaryConstruction {
  readonly class: string;
  readonly kept: 'global' | 'state' | 'cached' | 'attribute' | 'local';
  readonly place: SummaryPlace;
}

export interface SummaryFunction extends SummaryBody {
  /** `module.Class.method` or `module.function`. */
  readonly qualifiedName: string;
  readonly place: SummaryPlace;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Dotted names of decorators; unresolved ones as `?`. */
  readonly decorators: readonly string[];
  readonly parameters: readonly SummaryParameter[];
  /** Present when a web framework, queue or command line calls it. */
  readonly entry?: 'route' | 'sync-route' | 'task' | 'command';
  /** Contains `while True` (or a loop on a stop flag): runs for as long as the process does. */
  readonly hasEndlessLoop: boolean;
  /** The constant every return folds to, as JSON; absent when it does not. */
  readonly returns?: unknown;
}

export interface SummaryParameter {
  readonly name: string;
  readonly kind: 'positional-only' | 'positional' | 'keyword-only' | 'var-positional' | 'var-keyword';
  readonly hasDefault: boolean;
  readonly annotation?: string;
}

export interface SummaryClass {
  readonly qualifiedName: string;
  readonly place: SummaryPlace;
  /** Qualified names of bases; unresolved ones as `?`. */
  readonly bases: readonly string[];
  readonly decorators: readonly string[];
  /** Names of methods. */
  readonly methods: readonly string[];
  /** Attributes bound anywhere in the class with their class's qualified name where known. */
  readonly attributes: Readonly<Record<string, string | null>>;
  /** Attributes holding locks. */
  readonly locks: readonly string[];
  /** Instances differ: attributes change after construction, hold containers, or hold random or secret content. */
  readonly isStateful: boolean;
}
