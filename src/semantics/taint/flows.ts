/** Which sources flow into an expression, and which checks are on the way. */

import type { AsyncFunctionDef, Expression, FunctionDef, Node } from '../../ast/index.ts';
import { isSpent } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { CarriedAs, Through } from '../summary/carried-summary.ts';
import { answerOfChecks } from './checks.ts';
import { type TracedFlow, Tracer } from './tracer.ts';

/**
 * Who chooses the value: the client of a route, the user of a bot or of a page, a language model that calls a tool, the other end of a connection, the sender of a queue's
 * message, a server that was asked, or what belongs to the program: its environment, files, database, callers.
 */
export type TaintKind =
  | 'request'
  | 'bot'
  | 'form'
  | 'model'
  | 'connection'
  | 'message'
  | 'answer'
  | 'environment'
  | 'file'
  | 'database'
  | 'arguments'
  | 'parameter'
  | 'attribute';

/** What may speak against a flow, by its id in the table of doubts. */
export type FlowDoubt =
  | 'cross-module-flow'
  | 'input-validated'
  | 'opaque-callee'
  | 'traversal-limited'
  | 'unknown-source-trust';

/** One flow of a source into an expression. */
export interface TaintFlow {
  readonly kind: TaintKind;
  /** Where it is read. */
  readonly leaf: Expression;
  /** The parameter that the caller fills, of a function named in full; `position` counts without `self`. */
  readonly parameter?: FilledParameter;
  /** A handler takes it of which this file does not say that it is a bot's: who imports the file may. */
  readonly isOfHandler?: true;
  /** It is one segment of the path of a route, which no slash can be in. */
  readonly isSegment?: true;
  /** The class of another module of which it is a record: what is asked of its fields is there. */
  readonly body?: string;
  /** Something is before it in the text or path that it becomes a part of. */
  readonly isBehind?: true;
  /** A text is before it in the same name, and that is the guess that speaks against it. */
  readonly isGlued?: true;
  /** It is what a member of an archive is called: who packed it chooses that, no matter who gives it. */
  readonly isMember?: true;
  /** The attribute of what comes that is taken: `url` of `hook.url`. */
  readonly part?: string;
  /** What speaks against it. */
  readonly doubt?: FlowDoubt;
  /** What asks something of it, or takes a part of it out, and proves nothing by that. */
  readonly checked?: Node;
  /** Functions of other modules that it is given to, and whose results come: `doubt` says so, and what they make of it the project knows. */
  readonly through?: readonly Through[];
  /** What speaks against it besides. */
  readonly otherDoubt?: FlowDoubt;
}

export interface FilledParameter {
  readonly function: string;
  readonly name: string;
  readonly position: number;
}

/** A kind of sink, and what makes a value harmless there. */
export interface Sink {
  /** Qualified names of functions whose result is harmless. */
  readonly sanitizers: ReadonlySet<string>;
  /** Attributes that are harmless, of what is no request: `Path(name).name`. */
  readonly attributes?: ReadonlySet<string>;
  /** Characters that may not be left in it where characters are asked one by one; where none are named, those of shells, queries and paths. */
  readonly harmful?: RegExp;
  /** A test that proves the value harmless besides the general ones (a table of allowed values, a pattern, digits). */
  readonly proves?: (test: Expression, isTrue: boolean, model: SemanticModel) => boolean;
  /** A flow whose value is none of the kind that is asked for: the content of an upload is no path. */
  readonly refuses?: (path: readonly Expression[], leaf: Expression, model: SemanticModel) => boolean;
  /** What speaks against what is read at a place. */
  readonly doubtAt?: (leaf: Expression, model: SemanticModel) => FlowDoubt | undefined;
  /** What speaks against what is put directly behind a fixed text; undefined where nothing does. */
  readonly behindText?: (before: string) => FlowDoubt | undefined;
  /** What parts the names in it: a text without it leads no further than the folder above. */
  readonly separator?: string;
  /** What means something in it: a text without it, something else in its place, means nothing. */
  readonly meaning?: string;
  /** It counts as a number: that it is digits proves nothing. */
  readonly isSize?: true;
  /** Only the keys of what is sent count. */
  readonly isKeys?: true;
  /** Only what is where an address names the host counts. */
  readonly isHostOnly?: true;
  /** As what a function of another module may give it on; where that says nothing of this use, what it gives is a guess. */
  readonly carriedAs?: CarriedAs;
}

/**
 * All flows into an expression, through locals, texts put together, look-ups, parsing and calls of this file, in the order in
 * which they are met; of `kinds` alone, where they are given, and of what comes by the parameters of one function alone, where it is (`within`). A flow on which the value is proved harmless (a number, a table of allowed
 * values, a sanitizer) is none.
 */
export function flowsInto(
  expression: Expression,
  model: SemanticModel,
  sink: Sink,
  kinds?: ReadonlySet<TaintKind>,
  within?: FunctionDef | AsyncFunctionDef,
): readonly TaintFlow[] {
  const traced = new Tracer(model, sink, within).trace(expression);
  return kinds === undefined ? checked(traced, model, sink) : flowsAmong(traced, kinds, model, sink);
}

/** The flows into an expression before any check on them is looked at: the same for sinks that differ in their checks alone. */
export const flowsUnchecked = (expression: Expression, model: SemanticModel, sink: Sink): readonly TracedFlow[] =>
  new Tracer(model, sink).trace(expression);

/** Those of them that no check ends. */
export const flowsAmong = (
  traced: readonly TracedFlow[],
  kinds: ReadonlySet<TaintKind>,
  model: SemanticModel,
  sink: Sink,
): readonly TaintFlow[] =>
  checked(
    traced.filter(({ kind }) => kinds.has(kind)),
    model,
    sink,
  );

export const isSure = ({ doubt }: TaintFlow): boolean => doubt === undefined;

/** The flows that no check on them ends. */
function checked(traced: readonly TracedFlow[], model: SemanticModel, sink: Sink): readonly TaintFlow[] {
  const flows = new Map<Expression, TaintFlow>();
  let count = 0;
  for (const { path, doubt, ...flow } of traced) {
    const known = flows.get(flow.leaf);
    // Nothing more is learned of what comes by a flow without doubt; and one of many flows is as good as all.
    if ((known !== undefined && known.doubt === undefined) || isSpent('flows', count, flow.leaf, model)) continue;
    count++;
    if (flow.isMember !== true && sink.refuses?.(path, flow.leaf, model) === true) continue;
    const answer = answerOfChecks(path, flow.leaf, model, sink);
    if (answer === 'proved') continue;
    const checked = answer && ('input-validated' as const);
    const against = doubt ?? checked ?? sink.doubtAt?.(flow.leaf, model);
    if (known !== undefined && against !== undefined) continue;
    const otherDoubt = flow.otherDoubt ?? (flow.through === undefined ? undefined : checked);
    const at = answer ?? path.find((each) => takesOutOnce(each, model));
    flows.set(flow.leaf, {
      ...flow,
      ...(against !== undefined && { doubt: against }),
      ...(otherDoubt !== undefined && { otherDoubt }),
      ...(at !== undefined && { checked: at }),
    });
  }
  return [...flows.values()];
}

/** `name.replace("../", "")`: of `....//` that leaves `../`. */
const takesOutOnce = (made: Expression, { values }: SemanticModel): boolean =>
  made.kind === 'Call' &&
  made.func.kind === 'Attribute' &&
  made.func.attr === 'replace' &&
  made.args[0] !== undefined &&
  values.string(made.args[0])?.includes('..') === true;

/** Kinds of sources whose values are untrusted. */
export const UNTRUSTED: ReadonlySet<TaintKind> = new Set<TaintKind>(['request', 'bot', 'form', 'model', 'connection']);
