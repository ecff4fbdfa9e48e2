import type {
  AsyncFor,
  AsyncFunctionDef,
  AsyncWith,
  Call,
  ClassDef,
  DictComp,
  ExceptHandler,
  Expression,
  For,
  FunctionDef,
  GeneratorExp,
  ListComp,
  Node,
  NodeKind,
  NodeOfKind,
  SetComp,
  Stmt,
  Try,
  TryStar,
  While,
  With,
} from '../ast/index.ts';
import type { FunctionNode } from './state.ts';

export type LoopNode = For | AsyncFor | While | ListComp | SetComp | DictComp | GeneratorExp;

/** What a file is for; a rule says which of these it skips. */
export type FileRole =
  | 'library'
  | 'entry-point'
  | 'script'
  | 'test'
  | 'example'
  | 'benchmark'
  | 'documentation'
  | 'generated'
  | 'vendored'
  | 'stub'
  | 'notebook';

/** A lock known to be held at a node. */
export interface HeldLock {
  readonly kind: 'threading' | 'asyncio' | 'unknown';
  /** The lock expression. */
  readonly lock: Expression;
  /** The `with` that holds it, or the `.acquire()` statement. */
  readonly holder: With | AsyncWith | Stmt;
  /** The `.acquire()` itself; undefined where a `with` or a decorator takes the lock. */
  readonly acquire?: Call;
}

/** A function handed to something that runs it: later, elsewhere, or for someone else. */
export interface FunctionStart {
  readonly call: Call;
  readonly how: 'thread' | 'executor' | 'process' | 'task' | 'callback' | 'dependency';
  /** The argument that names what is run; for tasks the coroutine. */
  readonly run: Expression;
}

/** A function that a web framework calls for requests. */
export interface Route {
  readonly framework:
    | 'fastapi'
    | 'flask'
    | 'starlette'
    | 'aiohttp'
    | 'django'
    | 'tornado'
    | 'sanic'
    | 'litestar'
    | 'other';
  /** The path pattern where it is a constant. */
  readonly path: string | undefined;
  readonly methods: readonly string[];
}

/** Who may run a piece of code, and where it stands. All answers are lexical, within the file. */
export interface Contexts {
  readonly role: FileRole;
  /** All that hold at once, `role` first. */
  readonly roles: readonly FileRole[];
  /** Of a file that counts as production code because that imports or starts it: what its place, name or top calls it, as far as others wrote it. */
  readonly foreign: 'vendored' | 'generated' | undefined;
  /** The file starts something when run: `__main__` guard with work, `__main__.py`, settings or server start at top level. */
  readonly isEntryPoint: boolean;
  /** Its first line has Python 2 run it: what fails on Python 3 is no defect of it. */
  readonly isPython2: boolean;
  /** Innermost function, method or lambda around a node (not the node itself). */
  functionAround(node: Node): FunctionNode | undefined;
  /** The nodes of a kind whose innermost function, method or lambda it is, in source order. */
  nodesOfFunction<K extends NodeKind>(fn: FunctionNode, kind: K): readonly NodeOfKind<K>[];
  /** Innermost def or async def around a node, lambdas passed over. */
  defAround(node: Node): FunctionDef | AsyncFunctionDef | undefined;
  classAround(node: Node): ClassDef | undefined;
  /** The class whose method a function is; undefined for plain and nested functions. */
  classOfMethod(fn: FunctionNode): ClassDef | undefined;
  /** Runs on an event loop: its innermost function is `async def`. */
  isInAsync(node: Node): boolean;
  /** Innermost loop around a node within the same function; the first iterable of a comprehension is outside it. */
  loopAround(node: Node): LoopNode | undefined;
  /** Innermost handler whose body contains the node, within the same function. */
  handlerAround(node: Node): ExceptHandler | undefined;
  /** Try statements whose body (not handlers, not else) contains the node, innermost first, within the same function. */
  triesAround(node: Node): readonly (Try | TryStar)[];
  /** The context managers of `with` statements whose body contains the node, innermost first, within the same function. */
  managersAround(node: Node): readonly Expression[];
  /** Tests of `if` and of conditional expressions that have a branch around the node, innermost first, within the same function. */
  testsAround(node: Node): readonly Expression[];
  /** Innermost first: by `with`, by `acquire` on every path, by a decorator, or by every caller. */
  locksHeldAt(node: Node): readonly HeldLock[];
  /** A lock that is held at one node and has not been given back when control comes from it to another. */
  lockHeldFrom(first: Node, second: Node): HeldLock | undefined;
  /** What ends a wait here from outside, in the same function: a `with` of a timeout, or a `wait_for` that it is given to. */
  deadlineAround(node: Node): With | AsyncWith | Call | undefined;
  /** Executed when the module is imported: not inside a function, not under `__main__`, not under TYPE_CHECKING. */
  runsAtImport(node: Node): boolean;
  /** `runsAtImport`, or in a function of this file that such code calls. */
  runsDuringImport(node: Node): boolean;
  isUnderMain(node: Node): boolean;
  isTypeCheckingOnly(node: Node): boolean;
  /** The route that a function serves, by decorator, by registration in this file (`add_api_route`, `add_url_rule`, `Route(…)`), or by class (View, RequestHandler). */
  routeOf(fn: FunctionDef | AsyncFunctionDef): Route | undefined;
  /** What a call gives to a thread, an executor, a task or a framework to run. */
  startOf(call: Call): FunctionStart | undefined;
  /** The start of a thread or executor that an expression names the function of, itself or in a `partial`. */
  startRunning(named: Expression): FunctionStart | undefined;
  /** The function of this file that the `run` of a start means: a def or method named, a lambda, what `partial` wraps. */
  functionRun(run: Expression): FunctionNode | undefined;
  /** How threads and executors of this file come to run a function: it is given to them, or called by one that is (to depth three). */
  threadStartsOf(fn: FunctionNode): readonly FunctionStart[];
}
