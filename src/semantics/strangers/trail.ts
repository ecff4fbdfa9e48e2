/** Where a trace stands on its way back from an expression. */
import type { AsyncFunctionDef, Call, Expression, FunctionDef } from '../../ast/index.ts';
import type { Through } from '../summary/carried-told.ts';

export type Def = FunctionDef | AsyncFunctionDef;

/** Where a trace stands: what it met, the calls that it went into, the guess that it rests on. */
export interface Trail {
  readonly last: Step | undefined;
  readonly frames: readonly Frame[];
  readonly callers: number;
  readonly doubt: string | undefined;
  /** Functions of other modules of which the doubt is, and nothing else. */
  readonly through?: readonly Through[];
  readonly isBehind?: true;
  readonly isGlued?: true;
  /** A fixed text follows in the same name. */
  readonly isEnded?: true | undefined;
  /** It is the name of a member of what comes. */
  readonly isMember?: true;
  /** The attribute of what comes that alone is taken. */
  readonly part?: string;
  /** Which of several things that are given together it is: `fields, values = split(body)`. */
  readonly element?: number;
}

interface Frame {
  readonly fn: Def;
  readonly call: Call;
}

/** Linked, because trails part at each expression and few of them end at a way. */
interface Step {
  readonly at: Expression;
  readonly before: Step | undefined;
}

/** Of all that an expression gives, not of one element. */
export function ofWhole(trail: Trail): Trail {
  if (trail.element === undefined) return trail;
  const { element: _, ...whole } = trail;
  return whole;
}

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
export function doubted({ through: _, ...trail }: Trail, doubt: string): Trail {
  return { ...trail, doubt };
}
