import type { Def, Expression, Module, Name, Node, Stmt } from '../ast/index.ts';
import type { Condition, ControlFlowGraph } from '../flow/index.ts';
import type { Definition } from './names.ts';
import type { FunctionNode } from './state.ts';

/** How control can leave a block of statements. `falls` is reaching its end. Calls are taken to return. */
export interface Exits {
  readonly falls: boolean;
  readonly returns: boolean;
  readonly raises: boolean;
  readonly breaks: boolean;
  readonly continues: boolean;
}

/** Whether a name holds something when a read of it runs: always, never, or only on some of the paths that lead there. */
export type Boundness = 'bound' | 'unbound' | 'either';

/**
 * A place that a value reaches. `format`, `operand` and `await` are stations: they are reported and the value goes on, so
 * that f-strings and arithmetic show although their results are followed too.
 */
export interface ValueUse {
  readonly kind:
    | 'argument'
    | 'receiver'
    | 'return'
    | 'yield'
    | 'attribute-store'
    | 'subscript-store'
    | 'key'
    | 'compare'
    | 'condition'
    | 'format'
    | 'operand'
    | 'raise'
    | 'await'
    | 'discard'
    | 'other';
  /** The node of that use: the Call, Return, Compare … */
  readonly node: Node;
  /** The expression there that carries the value. */
  readonly carrier: Expression;
}

/**
 * What hands a value to the code: the client of a route (`request`), a connection (`network`), a store, a file, the
 * environment, the command line (`arguments`), a terminal (`input`), the caller (`parameter`), an attribute of an object.
 */
export type SourceKind =
  | 'request'
  | 'network'
  | 'database'
  | 'file'
  | 'environment'
  | 'arguments'
  | 'input'
  | 'parameter'
  | 'attribute'
  | 'constant'
  | 'unknown';

/** One source of a value, and the expression that reads it. */
export interface ValueSource {
  readonly kind: SourceKind;
  readonly leaf: Expression;
}

/** What a test whose outcome is known says of one expression, which nothing has bound anew since. */
export interface Fact {
  readonly condition: Condition;
  /**
   * That it is `None`, that it is true, that it is of a type, that it is equal to a value, that a container has it; `other`: the test
   * asks about it in another way.
   */
  readonly kind: 'none' | 'truth' | 'type' | 'equality' | 'membership' | 'other';
  /** Whether that holds or its opposite; of `other`, the outcome of the test. */
  readonly isTrue: boolean;
  /** The type, the value or the container. */
  readonly of: Expression | undefined;
}

/** Where control and values go, within one function (or the module body). */
export interface Flow {
  /** How control goes through a function, or the module body. */
  graphOf(scope: Module | Def): ControlFlowGraph;
  exits(body: readonly Stmt[]): Exits;
  /** Every path through the body ends in `raise` (`sys.exit()` and `os._exit()` count). */
  alwaysRaises(body: readonly Stmt[]): boolean;
  /** A statement before it, in its block or in one around it, never lets control go on: a `raise`, a `return`, `sys.exit()`. */
  isUnreachable(node: Node): boolean;
  /** Values the body can return, in source order; a bare `return` or falling off the end is undefined in the list. */
  returnValues(fn: FunctionNode): readonly (Expression | undefined)[];
  /** Assignments that may reach this load, when the name is local; parameters included. */
  reachingDefinitions(name: Name): readonly Definition[];
  /**
   * Whether a name holds something when a read of it runs; undefined, unless what stands before or around it binds it, where the read
   * runs at another time, where control never comes, and where other scopes bind the name too.
   */
  boundness(name: Name): Boundness | undefined;
  /** Loads that a definition may reach. */
  usesOf(definition: Definition): readonly Name[];
  /**
   * The expressions that an expression's value comes from, through locals, conversions (`str`, `int`, `bytes`, `encode`,
   * `strip`, slices), f-strings, arithmetic, tuples and conditionals: its leaves. Names that stay unknown, calls and
   * attributes are leaves themselves; so are parts of attributes (`os.environ["K"]`), dict and set displays. A part
   * (loop variable, index, unpacking) comes from its whole, a `with` target from the context expression.
   */
  origins(expression: Expression): readonly Expression[];
  /**
   * The expression whose value, whole and unchanged, an expression has: through a name that one assignment binds and functions
   * of this file that give their argument back. The expression itself where nothing stands between.
   */
  whole(expression: Expression): Expression;
  /** `origins` told by where they come from, through parsing, look-ups and reads as well. */
  sources(expression: Expression): readonly ValueSource[];
  /** Where the value of an expression goes, through locals and the same conversions. */
  destinations(expression: Expression): readonly ValueUse[];
  /** Whether `first` has always run when `second` starts, in every run that reaches both. */
  precedes(first: Node, second: Node): boolean;
  /** Whether `first` has run to its end, in this round of a loop or an earlier one, whenever `second` starts. */
  hasRunBy(first: Node, second: Node): boolean;
  /** Whether control may come from `first`, once it has run, to `second` in the same round of every loop around both. */
  mayComeTo(first: Node, second: Node): boolean;
  /**
   * The tests whose outcome is known when a node runs, nearest first: every path to it has passed them so, and nothing has bound a name
   * or attribute of theirs since. Branches, loops, cases, early exits, `assert`, `and` and `or`, filters, and names that hold a test. What
   * calls in between change in objects is not followed.
   */
  conditionsAt(node: Node): readonly Condition[];
  /** What those tests say of an expression where it is evaluated: of the same name, attribute, or call once more. */
  factsAbout(expression: Expression): readonly Fact[];
}
