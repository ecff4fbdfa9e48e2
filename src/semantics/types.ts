import type { ClassDef, Expression } from '../ast/index.ts';

/** What kind of object an expression evaluates to. Unknown is undefined, and rules stay silent on it. */
export interface ObjectTypes {
  /**
   * Qualified name of the class of the object: constructor calls (`httpx.AsyncClient()` → `httpx.AsyncClient`), literals
   * (`{}` → `builtins.dict`), locals and `self` attributes assigned from one class only (None aside), parameters and
   * attributes by annotation (`Optional[X]`, `X | None`, `"X"` read through), `with`/`async with` targets, results of
   * well-known factories (`logging.getLogger` → `logging.Logger`, `asyncio.create_task` → `asyncio.Task`, `open` →
   * `io.TextIOWrapper`, `executor.submit` → `concurrent.futures.Future`, `loop.create_future` → `asyncio.Future`).
   */
  classOf(expression: Expression): string | undefined;
  /** The ClassDef of this file that `classOf` names. */
  classDefOf(expression: Expression): ClassDef | undefined;
  /** Whether the expression is a logger (type, factory, or a module-level name bound to one; `self.logger` by type). */
  isLogger(expression: Expression): boolean;
  /** Qualified name of a method call's target: `self.client.get` → `httpx.AsyncClient.get`; falls back on Names.qualifiedName. */
  calleeName(func: Expression): string | undefined;
  /**
   * The path to an object by names that the project can follow beyond this file: dotted names, `()` for what calling gives
   * (an object of the class), `~` for what awaiting gives: `self.db.pool.fetch` → `pkg.api.Handler().db.pool.fetch`,
   * `(await connect()).cursor` → `pkg.db.connect()~.cursor`; `^` for what a function yields to anyone who enters it or depends on
   * it: `with session() as db`, `db=Depends(session)` → `pkg.db.session^`. What the application keeps begins with
   * `APPLICATION_STATE`: `request.app.state.http` → `@state.http`.
   */
  pathOf(expression: Expression): string | undefined;
  /** The name of what an application keeps for its handlers, where it reads or writes that: `http` of `request.app.state.http`. */
  nameInApplication(expression: Expression): string | undefined;
  /** What this file puts into the state of an application, by name. */
  applicationState(): ReadonlyMap<string, readonly Expression[]>;
  /** Every place of this file that names something in the state of an application, by its name there. */
  applicationMentions(): ReadonlyMap<string, readonly Expression[]>;
  /** The class that an annotation names: `Optional[X]`, `X | None` and `"X"` read through, types that are no class left out. */
  annotatedClass(annotation: Expression): string | undefined;
  /** Dotted names of a class's bases in this file and beyond, nearest first, unknown ones as undefined. */
  basesOf(classDef: ClassDef): readonly (string | undefined)[];
  /** Whether a class is, or derives (as far as this file shows) from, one of the qualified names. */
  derivesFrom(classDef: ClassDef, names: ReadonlySet<string>): boolean;
}
