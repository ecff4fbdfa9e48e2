import type { Call, ExceptHandler, Expression, Stmt } from '../../ast/index.ts';
import { holdsInOwnCode } from '../effects/calls-within.ts';
import type { Exits } from '../flow.ts';
import type { Breadth, ExceptionPart, HandlerLog, HandlerModel, Handlers, MistakenAnswer } from '../handlers.ts';
import type { SemanticModel } from '../model.ts';
import { type Caught, caughtBy, takes } from './catches.ts';
import { CaughtValue } from './caught-value.ts';
import { exceptionPartIn } from './exception-text.ts';
import { excuseOf } from './excuse.ts';
import { expectedIn } from './expected.ts';
import { handsExceptionOn } from './handing-on.ts';
import { logsOf } from './logs.ts';
import { mistakenAnswerOf } from './mistaken.ts';
import { usesMoreThanText } from './more-than-text.ts';
import { fallbackOf, isTrivialBody, returnedBy, workOf } from './outcome.ts';

/** What the `except` clauses of one file do. Rules ask a few of the questions of a handler: each is answered when asked. */
export function createHandlers(model: SemanticModel): Handlers {
  const described = new Map<ExceptHandler, HandlerModel>();
  const describe = (handler: ExceptHandler): HandlerModel => {
    let description = described.get(handler);
    if (description === undefined) {
      description = new LazyHandler(model, handler);
      described.set(handler, description);
    }
    return description;
  };
  return {
    describe,
    takerOf(node, exception) {
      for (const { handlers } of model.context.triesAround(node)) {
        const taker = handlers.find((handler) => describe(handler).takes(exception));
        if (taker !== undefined) return taker;
      }
      return undefined;
    },
    excuseFor: (place) => excuseOf(model, place),
  };
}

class LazyHandler implements HandlerModel {
  readonly #model: SemanticModel;
  #caught: Caught | undefined;
  #value: CaughtValue | undefined;
  #exits: Exits | undefined;
  #logs: readonly HandlerLog[] | undefined;
  #handsOn: boolean | undefined;
  #expected: readonly string[] | undefined;

  constructor(
    model: SemanticModel,
    readonly handler: ExceptHandler,
  ) {
    this.#model = model;
  }

  get catches(): readonly string[] {
    return this.#whatIsCaught.names;
  }
  get breadth(): Breadth {
    return this.#whatIsCaught.breadth;
  }
  get isBroad(): boolean {
    return this.breadth === 'exception' || this.breadth === 'base' || this.breadth === 'bare';
  }
  takes(exception: string): boolean {
    return takes(this.#whatIsCaught, exception);
  }
  get tried(): readonly Stmt[] {
    const { parent } = this.handler;
    return parent?.kind === 'Try' || parent?.kind === 'TryStar' ? parent.body : [];
  }
  get failing(): readonly Call[] {
    return this.#model.effects.newsworthy(this.tried);
  }
  get exits(): Exits {
    this.#exits ??= this.#model.flow.exits(this.handler.body);
    return this.#exits;
  }
  get goesOn(): boolean {
    const { falls, continues, returns, breaks } = this.exits;
    return !returns && !breaks && (falls || continues);
  }
  get logs(): readonly HandlerLog[] {
    this.#logs ??= logsOf(this.#model, this.handler, this.#caughtValue);
    return this.#logs;
  }
  get logsException(): boolean {
    return this.logs.some(({ keepsException }) => keepsException);
  }
  get logsTextAlone(): boolean {
    return this.logsException && !this.logs.some(({ keepsTraceback, keepsClass }) => keepsTraceback || keepsClass);
  }
  get handsExceptionOn(): boolean {
    this.#handsOn ??= handsExceptionOn(this.#model, this.handler, this.#caughtValue);
    return this.#handsOn;
  }
  get usesMoreThanText(): boolean {
    return usesMoreThanText(this.#model, this.handler);
  }
  get mayRaise(): boolean {
    return this.exits.raises || hasRaise(this.handler.body);
  }
  get isTrivial(): boolean {
    return isTrivialBody(this.#model, this.handler.body);
  }
  get returned(): readonly Expression[] {
    return returnedBy(this.handler);
  }
  get mistakenAnswer(): MistakenAnswer | undefined {
    return mistakenAnswerOf(this.#model, this.handler);
  }
  get fallback(): Expression | undefined {
    return fallbackOf(this.handler);
  }
  get work(): readonly Stmt[] {
    return workOf(this.#model, this.handler.body);
  }
  get expected(): readonly string[] {
    this.#expected ??= expectedIn(this.#model, this.handler);
    return this.#expected;
  }
  partIn(expression: Expression): ExceptionPart | undefined {
    return exceptionPartIn(this.#model, this.handler, expression);
  }

  get #whatIsCaught(): Caught {
    this.#caught ??= caughtBy(this.#model, this.handler);
    return this.#caught;
  }
  get #caughtValue(): CaughtValue {
    this.#value ??= new CaughtValue(this.#model, this.handler);
    return this.#value;
  }
}

const hasRaise = (body: readonly Stmt[]): boolean => holdsInOwnCode(body, ({ kind }) => kind === 'Raise');
