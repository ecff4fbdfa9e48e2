/** How far a trace has come back from an expression. */
import type { AsyncFunctionDef, Call, Expression, FunctionDef } from '../../ast/index.ts';
import type { Through } from '../summary/carried-summary.ts';
import type { FlowDoubt } from './flows.ts';

export type Def = FunctionDef | AsyncFunctionDef;

/** How far a trace has come: what it met, the calls that it went into, the doubt that speaks against it. All are of one shape: each step copies one. */
export interface Trace {
  readonly last: Step | undefined;
  readonly frames: readonly Frame[];
  readonly callers: number;
  readonly doubt: FlowDoubt | undefined;
  /** Functions of other modules of which the doubt is, and nothing else. */
  readonly through: readonly Through[] | undefined;
  readonly isBehind: boolean;
  readonly isGlued: boolean;
  /** A fixed text follows in the same name. */
  readonly isEnded: boolean;
  /** It is the name of a member of what comes. */
  readonly isMember: boolean;
  /** The attribute of what comes that alone is taken. */
  readonly part: string | undefined;
  /** Which of several things that are given together it is: `fields, values = split(body)`. */
  readonly element: number | undefined;
}

export const START: Trace = {
  last: undefined,
  frames: [],
  callers: 0,
  doubt: undefined,
  through: undefined,
  isBehind: false,
  isGlued: false,
  isEnded: false,
  isMember: false,
  part: undefined,
  element: undefined,
};

interface Frame {
  readonly fn: Def;
  readonly call: Call;
}

/** Linked, because traces fork at each expression and few of them end at a source. */
interface Step {
  readonly at: Expression;
  readonly before: Step | undefined;
}

/** Of all that an expression gives, not of one element. */
export const ofWhole = (trace: Trace): Trace =>
  trace.element === undefined ? trace : { ...trace, element: undefined };

/** Whether it was met. */
export function isOn(last: Step | undefined, expression: Expression): boolean {
  for (let step = last; step !== undefined; step = step.before) if (step.at === expression) return true;
  return false;
}

/** What was met, the use first. */
export function pathTo(last: Step | undefined): readonly Expression[] {
  const path: Expression[] = [];
  for (let step = last; step !== undefined; step = step.before) path.push(step.at);
  return path.reverse();
}

/** With a doubt that no question to the project ends. */
export const doubted = (trace: Trace, doubt: FlowDoubt): Trace => ({ ...trace, through: undefined, doubt });
