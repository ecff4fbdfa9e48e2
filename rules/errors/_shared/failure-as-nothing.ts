/** A failure that only a log learns of: anyone who asked is told that there is nothing. */
import {
  type Assign,
  type Call,
  conditionsAround,
  type Def,
  type Dict,
  type Expression,
  isNone,
  isWithin,
  lastName,
  type Stmt,
  statementsBehind,
  stringConstant,
  walk,
  withoutAwait,
} from '#ast';
import { emptyResultOf } from '#kit/calls';
import { EXCEPTION_BASES } from '#knowledge/exception-hierarchy';
import type { Effect, HandlerModel, SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { onlyTidies } from '#semantics/handlers/outcome';

export interface FailureAsNothing {
  /** What the handler gives, and what gives the same where nothing failed. */
  readonly answer: Expression;
  readonly ordinary: Expression;
  /** The calls to a database or another machine whose failure ends in the handler. */
  readonly failing: readonly Call[];
}

/** Of a handler that takes all that a library raises, and answers as though nothing had failed: by its kind the answer is an ordinary one. */
export function failureAsNothing(described: HandlerModel, model: SemanticModel): FailureAsNothing | undefined {
  const { handler, logs, work, mayRaise, handsExceptionOn, isBroad, catches } = described;
  const isOfLibrary = !isBroad && catches.some(isRootOfLibrary);
  // Of a broad handler that says nothing at all the silence is reported.
  if (mayRaise || handsExceptionOn || !(isOfLibrary || (isBroad && logs.length > 0))) return undefined;
  const last = handler.body.at(-1);
  const bound =
    isBroad &&
    last?.kind === 'Assign' &&
    described.fallback === last.value &&
    model.values.fold(last.value) !== undefined
      ? last
      : undefined;
  const isMade = (each: Stmt): boolean =>
    each === last && each.kind === 'Return' && (each.value?.kind === 'ListComp' || isPairOfNothing(each.value));
  if (!work.every((each) => each === bound || isMade(each) || onlyTidies(model, each))) return undefined;
  const { failing, isRemote } = whatFails(described, isOfLibrary, model);
  const around = model.context.defAround(handler);
  const behind = described.goesOn && bound === undefined ? answerBehind(described, model) : undefined;
  // What was there before may be the best there is, and a traceback shows why.
  if (behind?.ordinary !== undefined && !isRemote && !described.logsTextAlone) return undefined;
  const answer = behind?.answer ?? (last?.kind === 'Return' ? last.value : bound?.value);
  if (around === undefined || answer === undefined || failing.length === 0) return undefined;
  // What is no other machine mostly fails for its input, which a handler of that alone may expect; a number that is not 0 shows that it failed.
  const folded = model.values.fold(answer);
  if (folded?.kind === 'int' && folded.value !== 0n) return undefined;
  // `False` mostly says that it did not work, which is so.
  const ordinary =
    folded?.kind === 'bool'
      ? queryReturned(around, handler, model)
      : (behind?.ordinary ??
        described.mistakenAnswer?.normal ??
        (isNone(answer) ? emptyLookUp(around, handler, model) : alike(answer, around, bound, described, model)) ??
        (isRemote || answer.kind === 'Tuple' ? answeredAsWell(answer, around, model) : undefined));
  return ordinary && { answer, ordinary, failing };
}

/** Of what is returned, or bound to the same name, where nothing failed. */
function alike(
  answer: Expression,
  around: Def,
  bound: Assign | undefined,
  described: HandlerModel,
  model: SemanticModel,
): Expression | undefined {
  const others = bound === undefined ? model.flow.returnValues(around) : boundAsWell(bound, described, model);
  return others.find(
    (each) =>
      each !== undefined &&
      each !== answer &&
      model.context.handlerAround(each) === undefined &&
      mayBeAlike(answer, each, model),
  );
}

/** The other machine first; else what is news, or at least may fail for more than one reason. */
function whatFails(
  { failing, tried }: HandlerModel,
  isOfLibrary: boolean,
  { effects }: SemanticModel,
): Pick<FailureAsNothing, 'failing'> & { readonly isRemote: boolean } {
  const calls = callsWithin(tried);
  const remote = failing.filter((call) => REMOTE.has(effects.of(call)));
  // Anyone who catches what a library raises asks it.
  const unknownCalls = isOfLibrary ? calls.filter((call) => effects.of(call) === 'unknown') : [];
  const isRemote = remote.length > 0 || unknownCalls.length > 0;
  const may = calls.filter((call) => FAILING.has(effects.of(call)));
  return { failing: [remote, unknownCalls, failing].find((each) => each.length > 0) ?? may, isRemote };
}

/** What the `try` binds to the same name. */
function boundAsWell({ targets }: Assign, { tried }: HandlerModel, { names }: SemanticModel): readonly Expression[] {
  const [target] = targets;
  const binding = target?.kind === 'Name' ? names.resolve(target) : undefined;
  return (binding?.definitions ?? []).flatMap(({ value }) =>
    value !== undefined && tried.some((each) => isWithin(value, each)) ? [value] : [],
  );
}

/** `[]` or `0` for what is, or may be, a list or a number; a dict with the keys of the others; a text that does not say that it failed. */
function mayBeAlike(answer: Expression, other: Expression, model: SemanticModel): boolean {
  const kind = kindOf(answer, model);
  const made = model.flow.whole(other);
  if (kind === undefined || model.values.fold(made) !== undefined) return false;
  if (made.kind === 'Dict' || made.kind === 'List' || made.kind === 'Set')
    return kindOf(made, model) === kind && isOfSameParts(model.flow.whole(answer), made);
  const known = kindOf(made, model);
  if (known !== undefined && known !== kind) return false;
  if (known === undefined && !(made.kind === 'Call' || made.kind === 'Subscript')) return false;
  const text = stringConstant(answer) ?? '';
  if (/err|fail|unable|unavailable|not |n't/i.test(text)) return false;
  return kind !== 'dict' || isEmpty(answer, model);
}

/** `{"label": "neutral"}` beside `{"label": label}`. */
function isOfSameParts(answer: Expression, made: Expression): boolean {
  if (answer.kind !== 'Dict' || made.kind !== 'Dict')
    return answer.kind === 'ListComp' || (answer.kind === 'List' && answer.elts.length > 0);
  const keys = keysOf(answer);
  const others = new Set(keysOf(made));
  return keys.length > 0 && keys.every((key) => others.has(key) && !OUTCOME_KEY.test(key));
}

const keysOf = ({ keys }: Dict): readonly string[] => keys.map((key) => (key && stringConstant(key)) ?? '**');
const OUTCOME_KEY = /err|fail|succe|status|^ok$|valid|messag|detail|reason|\*\*/i;

/** As Python calls it. */
function kindOf(value: Expression, { values, types }: SemanticModel): string | undefined {
  const folded = values.fold(value);
  if (folded !== undefined && 'elements' in folded) return folded.kind === 'tuple' ? undefined : folded.kind;
  if (folded !== undefined && 'entries' in folded) return 'dict';
  if (folded?.kind === 'int' || folded?.kind === 'float') return 'number';
  if (folded?.kind === 'str' || value.kind === 'JoinedStr') return 'str';
  if (folded !== undefined || value.kind === 'Compare' || value.kind === 'BoolOp') return folded?.kind ?? 'bool';
  if (value.kind === 'ListComp') return 'list';
  const name = types.classOf(value)?.replace(/^builtins\./, '');
  return name === 'int' || name === 'float' ? 'number' : name;
}

/** `return orders`, `return {"orders": orders}` right behind the `try` that was to fill it: it was empty before. */
function answerBehind(described: HandlerModel, model: SemanticModel): Found | undefined {
  const { parent } = described.handler;
  const [next] = parent === undefined || model.context.loopAround(parent) !== undefined ? [] : statementsBehind(parent);
  const answer = next?.kind === 'Return' ? next.value : undefined;
  let ordinary: Expression | undefined;
  if (parent === undefined || answer === undefined) return undefined;
  // `return []` for whatever the `try` did not return.
  if (model.values.fold(answer) !== undefined) return { answer, ordinary: undefined };
  walk(answer, (node) => {
    if (node.kind !== 'Name' || ordinary !== undefined) return;
    const binding = model.names.resolve(node);
    const places = [...(binding?.references ?? []), ...(binding?.definitions.map((each) => each.node) ?? [])];
    if (binding === undefined || !places.some((at) => described.tried.some((each) => isWithin(at, each)))) return;
    const values = binding.definitions.flatMap(({ value }) => value ?? []);
    ordinary = values.find((value) => value.end < parent.start && isEmpty(value, model));
  });
  // `return text` in the `try` says that there was nothing to change.
  const fn = answer.kind === 'Name' && ordinary === undefined ? model.context.defAround(parent) : undefined;
  ordinary ??=
    fn &&
    model.flow
      .returnValues(fn)
      .find((each) => each?.kind === 'Name' && lastName(each) === lastName(answer) && each !== answer);
  return ordinary && { answer, ordinary };
}

type Found = Pick<FailureAsNothing, 'answer'> & { readonly ordinary: Expression | undefined };

/** `None`, `[]`, `{}` */
function isEmpty(value: Expression, { values }: SemanticModel): boolean {
  const folded = values.fold(value);
  if (folded === undefined) return false;
  if ('elements' in folded) return folded.elements.length === 0;
  return 'entries' in folded ? folded.entries.length === 0 : folded.kind === 'none';
}

/** `None, digest`: what was asked for comes first, and is not there. */
const isPairOfNothing = (value: Expression | undefined): boolean =>
  value?.kind === 'Tuple' &&
  value.elts[0] !== undefined &&
  isNone(value.elts[0]) &&
  value.elts.every(({ kind }) => kind === 'Constant' || kind === 'Name');

const REMOTE: ReadonlySet<Effect> = new Set<Effect>(['database', 'network']);
const FAILING: ReadonlySet<Effect> = new Set<Effect>(['project', 'unknown', 'parse']);

/** `SQLAlchemyError`, `requests.RequestException`: what every failure of the library is. */
export const isRootOfLibrary = (name: string): boolean =>
  !/^(?:builtins|json)\./.test(name) &&
  EXCEPTION_BASES.get(name)?.every((base) => base.startsWith('builtins.')) === true;

/** `return rows.first()` of the same function, which gives `None` where there is no such row. */
function emptyLookUp(around: Def, handler: HandlerModel['handler'], model: SemanticModel): Expression | undefined {
  return model.flow.returnValues(around).find((value) => {
    if (value === undefined || isWithin(value, handler)) return false;
    const whole = withoutAwait(model.flow.whole(value));
    return whole.kind === 'Call' && emptyResultOf(whole, model) !== undefined;
  });
}

/** `return None`, `return None, digest`, word for word, where something was asked and there was none. */
const answeredAsWell = (answer: Expression, around: Def, { flow, context, source }: SemanticModel) =>
  flow
    .returnValues(around)
    .find(
      (each) =>
        each !== undefined &&
        each !== answer &&
        context.handlerAround(each) === undefined &&
        conditionsAround(each).length > 0 &&
        source.text.slice(each) === source.text.slice(answer),
    );

/** `return result.modified_count > 0`, `return name in names`, `return blob.exists()` beside `return False`: no is an answer of it anyway. */
const queryReturned = (around: Def, handler: HandlerModel['handler'], model: SemanticModel): Expression | undefined =>
  model.flow.returnValues(around).find((value) => {
    if (value === undefined || isWithin(value, handler)) return false;
    const awaited = withoutAwait(value);
    return awaited.kind === 'Compare' || (awaited.kind === 'Call' && lastName(awaited.func) === 'exists');
  });
