import type {
  Alias,
  Arg,
  AsyncFunctionDef,
  Attribute,
  ClassDef,
  Expression,
  FunctionDef,
  Name,
  Node,
} from '../ast/index.ts';

/** A region in which names are resolved together, by Python's rules (class scopes are invisible to nested functions). */
export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'lambda' | 'comprehension' | 'annotation';
  readonly node: Node;
  readonly parent: Scope | undefined;
  readonly children: readonly Scope[];
  readonly bindings: ReadonlyMap<string, Binding>;
}

/** Everything one scope knows under one name. `global`/`nonlocal` names belong to the scope that they point at. */
export interface Binding {
  readonly name: string;
  readonly scope: Scope;
  /** In source order. */
  readonly definitions: readonly Definition[];
  /** Loads of this name, from this scope and the scopes inside it, in source order. */
  readonly references: readonly Name[];
}

export type DefinitionKind =
  | 'import'
  | 'from-import'
  | 'function'
  | 'class'
  | 'parameter'
  | 'assignment'
  | 'annotation'
  | 'augmented'
  | 'named-expression'
  | 'for'
  | 'with'
  | 'except'
  | 'match'
  | 'delete'
  | 'type-alias'
  | 'type-parameter'
  | 'comprehension';

/** One place that binds a name. */
export interface Definition {
  readonly kind: DefinitionKind;
  readonly name: string;
  /** The node that binds: the Name, Alias, Arg, FunctionDef, ClassDef, ExceptHandler, pattern … */
  readonly node: Node;
  /** The statement (or comprehension) that the node is part of. */
  readonly statement: Node;
  /** The value bound, where it is an expression bound whole: `x = value`, `x: T = value`, `(x := value)`, `with value as x`. */
  readonly value: Expression | undefined;
  /** The iterable, for `for` and comprehension targets; the tuple's value for unpacking: the name is a part of it. */
  readonly partOf: Expression | undefined;
  /** Made through `global`/`nonlocal` in another scope. */
  readonly remote: boolean;
}

/** An import as this file makes it. */
export interface ImportedName {
  readonly alias: Alias;
  /** Absolute dotted module name (relative imports resolved against this file's module name). */
  readonly module: string;
  /** The name taken from it; undefined for `import module`; `*` for star imports. */
  readonly name: string | undefined;
  /** The name that is bound here. */
  readonly boundAs: string;
}

/** What names mean in one file. All answers are for the file alone; what another module holds is the project's to say. */
export interface Names {
  /** Dotted name of this module by its place in the repository: `pkg.sub.module`; `pkg` for `pkg/__init__.py`. */
  readonly moduleName: string;
  readonly moduleScope: Scope;
  readonly imports: readonly ImportedName[];
  /** What an alias of an import statement takes. */
  importOf(alias: Node): ImportedName | undefined;
  /** The scope in which a name at this node is looked up. */
  scopeAt(node: Node): Scope;
  /** The scope that a function, class, lambda, comprehension or module opens. */
  scopeOf(node: Node): Scope | undefined;
  /** What a Name refers to; undefined when it is a builtin or comes from nowhere that this file shows. */
  resolve(name: Name): Binding | undefined;
  /** Looks an identifier up as if it stood at `at`. */
  lookup(identifier: string, at: Node): Binding | undefined;
  /**
   * Dotted name of what an expression refers to: `np.random.seed` → `numpy.random.seed`, `hash` → `builtins.hash`, a
   * function of this file → `<module>.function`, a method named through its class → `<module>.Class.method`.
   * Follows aliases (`rng = np.random`; `sleep = time.sleep`). Undefined for locals, parameters, attributes of objects
   * and names bound to different things; an import with a fallback in `except ImportError` is the import.
   */
  qualifiedName(expression: Expression): string | undefined;
  /** `qualifiedName` of a dotted name written as text (a string annotation, a mock target), as if it stood at `at`. */
  qualifiedNameAt(dotted: string, at: Node): string | undefined;
  /** The definition of a function or class of this file that an expression names (through aliases, not through objects). */
  definitionOf(expression: Expression): FunctionDef | AsyncFunctionDef | ClassDef | undefined;
  /** `Class.method`, `function.<locals>.inner`: Python's `__qualname__`; '' for the module. */
  qualnameOf(node: Node): string;
  /** What the project calls a function, class or method of this file: `pkg.module.Class.method`. */
  fullNameOf(definition: FunctionDef | AsyncFunctionDef | ClassDef): string;
  /** Dotted names of what decorates a function or class, outermost first, through calls (`@dataclass(frozen=True)`); unknown ones as undefined. */
  decoratorNames(definition: FunctionDef | AsyncFunctionDef | ClassDef): readonly (string | undefined)[];
  /** The parameter a Name refers to, when its only definition is a parameter. */
  parameterOf(name: Name): Arg | undefined;
  /** Attributes that are assigned (`self.x = …`, `for self.x in …`, `self.x += …`), in the order they are met. */
  readonly attributeStores: readonly Attribute[];
  /** Whether the file binds names that cannot be seen: `from x import *`, `globals()[…] = `, `exec`. */
  readonly hasDynamicNames: boolean;
}
