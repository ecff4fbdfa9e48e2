/** By which ways a value comes into an expression, and what was asked of it before. */
import type { AsyncFunctionDef, Expression, FunctionDef, Node } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { CarriedAs, Through } from '../summary/carried-told.ts';
import { answerOfChecks } from './checks.ts';
import { type TracedWay, Tracer } from './tracer.ts';

/**
 * Who chooses the value: the client of a route, the user of a bot or of a page, a language model that calls a tool, the other end of a connection, the sender of a queue's
 * message, a server that was asked, or what belongs to the program: its environment, files, database, callers.
 */
export type WayKind =
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

/** What may speak against a way, by its id in the table of doubts. */
export type WayDoubt =
  | 'cross-module-flow'
  | 'input-validated'
  | 'opaque-callee'
  | 'traversal-limited'
  | 'unknown-source-trust';

/** One way by which somebody's value comes to an expression. */
export interface Way {
  readonly kind: WayKind;
  /** Where it is read. */
  readonly leaf: Expression;
  /** The parameter that the caller fills, of a function named in full; `position` counts without `self`. */
  readonly parameter?: FilledParameter;
  /** A handler takes it of which this file does not say that it is a bot's: who imports the file may. */
  readonly isOfHandler?: true;
  /** It is one segment of the path of a route, which no slash can stand in. */
  readonly isSegment?: true;
  /** The class of another module of which it is a record: what is asked of its fields stands there. */
  readonly body?: string;
  /** Something stands before it in the text or path that it becomes a part of. */
  readonly isBehind?: true;
  /** A text stands before it in the same name, and that is the guess that speaks against it. */
  readonly isGlued?: true;
  /** It is what a member of an archive is called: who packed it chooses that, whoever gives it. */
  readonly isMember?: true;
  /** The attribute of what comes that is taken: `url` of `hook.url`. */
  readonly part?: string;
  /** What speaks against it. */
  readonly doubt?: WayDoubt;
  /** What asks something of it, or takes a part of it out, and proves nothing by that. */
  readonly asked?: Node;
  /** Functions of other modules that it is given to, and whose results come: `doubt` says so, and what they make of it the project knows. */
  readonly through?: readonly Through[];
  /** What speaks against it besides. */
  readonly otherDoubt?: WayDoubt;
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
  /** A way whose value is none of the kind that is asked for: the content of an upload is no path. */
  readonly refuses?: (path: readonly Expression[], leaf: Expression, model: SemanticModel) => boolean;
  /** What speaks against what is read at a place. */
  readonly doubtAt?: (leaf: Expression, model: SemanticModel) => WayDoubt | undefined;
  /** What speaks against what is put directly behind a fixed text; undefined where nothing does. */
  readonly behindText?: (before: string) => WayDoubt | undefined;
  /** What parts the names in it: a text without it leads no further than the folder above. */
  readonly separator?: string;
  /** What means something in it: a text without it, something else in its place, means nothing. */
  readonly meaning?: string;
  /** It counts as a number: that it is digits proves nothing. */
  readonly isSize?: true;
  /** Only the keys of what is sent count. */
  readonly isKeys?: true;
  /** Only what stands where an address names the host counts. */
  readonly isHostOnly?: true;
  /** As what a function of another module may give it on; where that says nothing of this use, what it gives is a guess. */
  readonly carriedAs?: CarriedAs;
}

/**
 * All ways into an expression, through locals, texts put together, look-ups, parsing and calls of this file, in the order in
 * which they are met; of `kinds` alone, where they are given, and of what comes by the parameters of one function alone, where it is (`within`). A way on which the value is proved harmless (a number, a table of allowed
 * values, a sanitizer) is none.
 */
export function waysInto(
  expression: Expression,
  model: SemanticModel,
  sink: Sink,
  kinds?: ReadonlySet<WayKind>,
  within?: FunctionDef | AsyncFunctionDef,
): readonly Way[] {
  const traced = new Tracer(model, sink, within).trace(expression);
  return kinds === undefined ? asked(traced, model, sink) : waysAmong(traced, kinds, model, sink);
}

/** The ways into an expression before anything is asked on them: the same for sinks that differ in their checks alone. */
export const waysUnasked = (expression: Expression, model: SemanticModel, sink: Sink): readonly TracedWay[] =>
  new Tracer(model, sink).trace(expression);

/** What is left of such ways. */
export const waysAmong = (
  traced: readonly TracedWay[],
  kinds: ReadonlySet<WayKind>,
  model: SemanticModel,
  sink: Sink,
): readonly Way[] =>
  asked(
    traced.filter(({ kind }) => kinds.has(kind)),
    model,
    sink,
  );

export const isSure = ({ doubt }: Way): boolean => doubt === undefined;

/** What is left of the ways when what is asked on them is looked at. */
function asked(traced: readonly TracedWay[], model: SemanticModel, sink: Sink): readonly Way[] {
  const ways = new Map<Expression, Way>();
  let count = 0;
  for (const { path, doubt, ...way } of traced) {
    const known = ways.get(way.leaf);
    // Nothing more is learned of what comes by a way without doubt; and one of many ways is as good as all.
    if ((known !== undefined && known.doubt === undefined) || count > MAX_ASKED) continue;
    count++;
    if (way.isMember !== true && sink.refuses?.(path, way.leaf, model) === true) continue;
    const answer = answerOfChecks(path, way.leaf, model, sink);
    if (answer === 'proved') continue;
    const checked = answer && ('input-validated' as const);
    const against = doubt ?? checked ?? sink.doubtAt?.(way.leaf, model);
    if (known !== undefined && against !== undefined) continue;
    const otherDoubt = way.otherDoubt ?? (way.through === undefined ? undefined : checked);
    const at = answer ?? path.find((each) => takesOutOnce(each, model));
    ways.set(way.leaf, {
      ...way,
      ...(against !== undefined && { doubt: against }),
      ...(otherDoubt !== undefined && { otherDoubt }),
      ...(at !== undefined && { asked: at }),
    });
  }
  return [...ways.values()];
}

/** `name.replace("../", "")`: of `....//` that leaves `../`. */
const takesOutOnce = (made: Expression, { values }: SemanticModel): boolean =>
  made.kind === 'Call' &&
  made.func.kind === 'Attribute' &&
  made.func.attr === 'replace' &&
  made.args[0] !== undefined &&
  values.string(made.args[0])?.includes('..') === true;

const MAX_ASKED = 40;

/** Kinds of sources whose values are untrusted. */
export const UNTRUSTED: ReadonlySet<WayKind> = new Set<WayKind>(['request', 'bot', 'form', 'model', 'connection']);
