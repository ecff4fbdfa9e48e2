import {
  type ExceptHandler,
  type Expression,
  isExhaustive,
  literalTruth,
  type Match,
  type Stmt,
  type Try,
  type TryStar,
  type While,
} from '../../ast/index.ts';
import { DEPARTURES } from '../../knowledge/exception-hierarchy.ts';
import { Evaluator, type Steps } from '../evaluator.ts';
import type { Exits } from '../flow.ts';
import type { SemanticModel } from '../model.ts';
import { isInfinite } from './loops.ts';
import { neverReturns } from './never-returns.ts';

import { type Swallowing, swallowingOf } from './swallowing.ts';

/**
 * Exits with raising told apart: `except Exception` stops errors, but not `sys.exit()`, `KeyboardInterrupt` and other
 * `departs`.
 */
interface Leaving {
  readonly falls: boolean;
  readonly returns: boolean;
  readonly errs: boolean;
  readonly departs: boolean;
  readonly breaks: boolean;
  readonly continues: boolean;
}

type Block = readonly Stmt[];
type BlockSteps = Steps<Block, Leaving>;

const NOWHERE: Leaving = {
  falls: false,
  returns: false,
  errs: false,
  departs: false,
  breaks: false,
  continues: false,
};
const FALLS: Leaving = { ...NOWHERE, falls: true };
const RETURNS: Leaving = { ...NOWHERE, returns: true };
const ERRS: Leaving = { ...NOWHERE, errs: true };
const DEPARTS: Leaving = { ...NOWHERE, departs: true };
const RERAISES: Leaving = { ...NOWHERE, errs: true, departs: true };
const BREAKS: Leaving = { ...NOWHERE, breaks: true };
const CONTINUES: Leaving = { ...NOWHERE, continues: true };
const MAY_ERR: Leaving = { ...ERRS, falls: true };

/** How deep "a function that calls a function that always raises" is followed; also what ends recursion. */
const CALL_DEPTH = 3;

/** How control leaves the blocks of one file; each block is judged once. */
export class BlockExits {
  // One per call depth: what a block does may depend on functions that are only judged to a lesser depth.
  readonly #evaluators: readonly Evaluator<Block, Leaving>[];

  readonly #cutOffs = new Map<Block, number>();

  constructor(private readonly model: SemanticModel) {
    this.#evaluators = Array.from(
      { length: CALL_DEPTH + 1 },
      (_, depth) => new Evaluator<Block, Leaving>((block) => this.#block(block, depth), FALLS),
    );
  }

  exitsOf(body: Block): Exits {
    const leaving = this.#leaving(body, CALL_DEPTH);
    const { falls, returns, breaks, continues } = leaving;
    return { falls, returns, raises: leaving.errs || leaving.departs, breaks, continues };
  }

  /** Where the first statement of a block ends that never lets control come behind it. */
  cutOffBehind(body: Block): number {
    let end = this.#cutOffs.get(body);
    if (end === undefined) {
      end = body.find((statement) => !this.falls([statement]))?.end ?? Number.POSITIVE_INFINITY;
      this.#cutOffs.set(body, end);
    }
    return end;
  }

  falls(body: Block): boolean {
    return this.#leaving(body, CALL_DEPTH).falls;
  }

  /** A call that raises or ends the process whenever it runs. */
  neverReturns(expression: Expression): boolean {
    return this.#neverReturns(expression, CALL_DEPTH);
  }

  #leaving(body: Block, depth: number): Leaving {
    return this.#evaluators[depth]?.answer(body) ?? FALLS;
  }

  *#block(block: Block, depth: number): BlockSteps {
    let all = FALLS;
    for (const statement of block) {
      // A generator for each statement would be made for the many that hold no others.
      const leaving = this.#simple(statement, depth) ?? (yield* this.#compound(statement, depth));
      all = leaving === FALLS ? all : { ...union(all, leaving), falls: leaving.falls };
      if (!all.falls) break;
    }
    return all;
  }

  /** Of a statement that holds no other statements. */
  #simple(statement: Stmt, depth: number): Leaving | undefined {
    switch (statement.kind) {
      case 'Return':
        return statement.value !== undefined && this.#neverReturns(statement.value, depth) ? DEPARTS : RETURNS;
      case 'Raise':
        return statement.exc === undefined ? RERAISES : this.#isDeparture(statement.exc) ? DEPARTS : ERRS;
      case 'Break':
        return BREAKS;
      case 'Continue':
        return CONTINUES;
      case 'Assert':
        return literalTruth(statement.test) === false ? ERRS : MAY_ERR;
      case 'Expr':
        return this.#neverReturns(statement.value, depth) ? DEPARTS : FALLS;
      case 'If':
      case 'For':
      case 'AsyncFor':
      case 'While':
      case 'With':
      case 'AsyncWith':
      case 'Match':
      case 'Try':
      case 'TryStar':
        return undefined;
      default:
        return FALLS;
    }
  }

  *#compound(statement: Stmt, depth: number): BlockSteps {
    switch (statement.kind) {
      case 'If': {
        const truth = literalTruth(statement.test);
        if (truth !== undefined) return yield truth ? statement.body : statement.orelse;
        return union(yield statement.body, yield statement.orelse);
      }
      case 'For':
      case 'AsyncFor': {
        const isEndless = isInfinite(statement.iter, this.model.names);
        return loop(yield statement.body, isEndless ? NOWHERE : yield statement.orelse);
      }
      case 'While':
        return yield* whileLoop(statement);
      case 'With':
      case 'AsyncWith': {
        const swallowing = statement.items.map((item) => swallowingOf(item.context_expr, this.model));
        return swallow(yield statement.body, swallowing);
      }
      case 'Match':
        return yield* match(statement);
      case 'Try':
      case 'TryStar':
        return yield* this.#try(statement);
      default:
        return FALLS;
    }
  }

  *#try(statement: Try | TryStar): BlockSteps {
    const body = yield statement.body;
    const orelse: Leaving = body.falls ? yield statement.orelse : NOWHERE;
    const breadth = this.#breadthOf(statement.handlers);
    const uncaught = { ...body, falls: orelse.falls, errs: body.errs && breadth === 'none' };
    let all = union({ ...uncaught, departs: body.departs && breadth !== 'all' }, { ...orelse, falls: false });
    // Any statement may raise, so that every handler may run; only an empty `try` could not.
    for (const handler of statement.handlers) all = union(all, yield handler.body);
    if (statement.finalbody.length === 0) return all;
    const finalbody = yield statement.finalbody;
    return finalbody.falls ? { ...union(all, finalbody), falls: all.falls } : finalbody;
  }

  /** What surely does not pass the handlers: nothing, errors (`except Exception`), or anything raised. */
  #breadthOf(handlers: readonly ExceptHandler[]): 'none' | 'errors' | 'all' {
    let breadth: 'none' | 'errors' = 'none';
    for (const { type } of handlers) {
      if (type === undefined) return 'all';
      for (const each of type.kind === 'Tuple' ? type.elts : [type]) {
        const name = this.model.names.qualifiedName(each);
        if (name === 'builtins.BaseException') return 'all';
        if (name === 'builtins.Exception') breadth = 'errors';
      }
    }
    return breadth;
  }

  #isDeparture(raised: Expression): boolean {
    const name = this.model.names.qualifiedName(raised.kind === 'Call' ? raised.func : raised);
    return name !== undefined && DEPARTURES.has(name);
  }

  #neverReturns(value: Expression, depth: number): boolean {
    return neverReturns(value, this.model, (body) => {
      if (depth === 0) return false;
      const leaving = this.#leaving(body, depth - 1);
      return !leaving.falls && !leaving.returns && (leaving.errs || leaving.departs);
    });
  }
}

function union(a: Leaving, b: Leaving): Leaving {
  return {
    falls: a.falls || b.falls,
    returns: a.returns || b.returns,
    errs: a.errs || b.errs,
    departs: a.departs || b.departs,
    breaks: a.breaks || b.breaks,
    continues: a.continues || b.continues,
  };
}

/** `exhausted` is what happens when the loop ends by itself: its `else`. */
function loop(body: Leaving, exhausted: Leaving): Leaving {
  const inside = { ...body, falls: body.breaks, breaks: false, continues: false };
  return union(inside, exhausted);
}

function* whileLoop(statement: While): BlockSteps {
  const truth = literalTruth(statement.test);
  if (truth === false) return yield statement.orelse;
  const body = yield statement.body;
  return loop(body, truth === true ? NOWHERE : yield statement.orelse);
}

function swallow(body: Leaving, items: readonly Swallowing[]): Leaving {
  if (!items.some((item) => item !== 'nothing')) return body;
  const isAll = items.includes('all');
  const isErrors = isAll || items.includes('errors');
  return { ...body, falls: true, errs: body.errs && !isErrors, departs: body.departs && !isAll };
}

function* match(statement: Match): BlockSteps {
  let all = NOWHERE;
  for (const matchCase of statement.cases) {
    all = union(all, yield matchCase.body);
  }
  return isExhaustive(statement) ? all : { ...all, falls: true };
}
