import type { AsyncWith, Call, ExceptHandler, Expression, Node, Stmt, With } from '../ast/index.ts';
import type { Exits } from './flow.ts';

/** How much a handler catches. `base` is BaseException, `exception` is Exception; a tuple is as broad as its broadest. */
export type Breadth = 'bare' | 'base' | 'exception' | 'narrow' | 'unknown';

/** A call in a handler that tells someone. */
export interface HandlerLog {
  readonly call: Call;
  /** `logger.exception`, `exc_info=…`, `traceback.format_exc`/`print_exc`, `warnings` with the exception … */
  readonly keepsTraceback: boolean;
  /** The exception object, a part of it or its text is among the arguments; the name of its class alone is not. */
  readonly keepsException: boolean;
  /** Its class is told besides its text: by `type(e)`, `repr(e)`, `{e!r}`, `%r`, or in the object that a keyword hands over whole. */
  readonly keepsClass: boolean;
  /** `error`, `warning`, `debug`, `print` … */
  readonly level: string;
}

/** What of an exception a value is made of. */
export type ExceptionPart = 'text' | 'traceback';

/** The constant that a handler returns, and the place where the function returns it too when nothing failed. */
export interface MistakenAnswer {
  readonly value: Expression;
  readonly normal: Expression;
}

/** What one `except` clause does. */
export interface HandlerModel {
  readonly handler: ExceptHandler;
  /** Qualified names caught; those that do not resolve are left out and make the breadth unknown. Empty for a bare except. */
  readonly catches: readonly string[];
  readonly breadth: Breadth;
  /** Every error ends here: `except:`, `except BaseException`, `except Exception`. */
  readonly isBroad: boolean;
  /** Whether exceptions of this class (a qualified name) end here, by their own name or by that of a base. */
  takes(exception: string): boolean;
  /** What the handler guards: the body of its `try`. */
  readonly tried: readonly Stmt[];
  /** The calls of the `try` body whose failure is news (`Effects.newsworthy`). */
  readonly failing: readonly Call[];
  readonly exits: Exits;
  /** Code behind the handler runs as it does when nothing failed: no path returns or breaks, and one goes on. */
  readonly goesOn: boolean;
  readonly logs: readonly HandlerLog[];
  /** One of the logs has the exception. */
  readonly logsException: boolean;
  /** Its text is all that they have of it: neither class nor traceback. */
  readonly logsTextAlone: boolean;
  /** The exception object leaves the handler: raised, stored, returned, passed to a project call, set on a future. Logging does not count. */
  readonly handsExceptionOn: boolean;
  /** The exception is looked into, compared, kept or handed to a call: its text (`str(e)`, `f"{e}"`, `e.args`, in a log) is not all that is used. */
  readonly usesMoreThanText: boolean;
  /** A raise is on some path. */
  readonly mayRaise: boolean;
  /** The body does nothing but `pass`, `...`, `continue`, or return or bind a constant. */
  readonly isTrivial: boolean;
  /** What the handler gives to the caller, in source order; bare returns and `return None` left out. */
  readonly returned: readonly Expression[];
  /** A value by which the caller cannot tell the failure from an ordinary answer. */
  readonly mistakenAnswer: MistakenAnswer | undefined;
  /** What the handler returns, or binds where the `try` body binds its result, in place of that; where it is one expression. */
  readonly fallback: Expression | undefined;
  /** Statements that do something: not logging, not `pass`, `...`, `continue`, `break`, nor returning a constant. */
  readonly work: readonly Stmt[];
  /** Qualified names of exceptions that the calls of the `try` body are known to raise (standard library and well-known clients). */
  readonly expected: readonly string[];
  /**
   * What of the caught exception makes up a value of the handler: its text (or the exception itself, or a part with its
   * message), or its traceback; through locals, `str`, f-strings. What another call makes of it counts as something new.
   */
  partIn(expression: Expression): ExceptionPart | undefined;
}

/** Where exceptions end: an `except` clause, or a `with suppress(…)`. */
export type QuietPlace = ExceptHandler | With | AsyncWith;

/** Why silence is right: a proof that the code shows. */
export interface Excuse {
  readonly kind: ExcuseKind;
  /** One clause: "the code behind it raises". */
  readonly says: string;
  /** Where that stands. */
  readonly at: Node;
}

/** The body tidies up, asks the machine or looks at objects, by what it calls; or what follows the last path that is tried raises. */
export type ExcuseKind = 'clean-up' | 'probe' | 'introspection' | 'alternative';

export interface Handlers {
  describe(handler: ExceptHandler): HandlerModel;
  /** The handler around a node, in the same function, in which an exception of this class ends that is raised there. */
  takerOf(node: Node, exception: string): ExceptHandler | undefined;
  /** Undefined means that someone should hear of the failure. */
  excuseFor(place: QuietPlace): Excuse | undefined;
}
