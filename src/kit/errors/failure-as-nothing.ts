/** A failure that only a log hears of: whoever asked is told that there is nothing. */
import {
  type Call,
  type Def,
  docstringOf,
  type Expression,
  isNone,
  isWithin,
  lastName,
  statementsBehind,
  stringConstant,
  walk,
  withoutAwait,
} from '../../ast/index.ts';
import { EXCEPTION_BASES } from '../../knowledge/exception-hierarchy.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import { onlyTidies } from '../../semantics/handlers/outcome.ts';
import type { HandlerModel } from '../../semantics/handlers.ts';
import type { Effect, SemanticModel } from '../../semantics/index.ts';
import { emptyResultOf } from '../calls/empty-results.ts';

export interface FailureAsNothing {
  /** What the handler gives, and what gives the same where nothing failed. */
  readonly answer: Expression;
  readonly ordinary: Expression;
  /** The calls to a database or another machine whose failure ends in the handler. */
  readonly failing: readonly Call[];
  /** Or what fails is anything else, of which the log has no more than the text. */
  readonly isRemote: boolean;
  readonly guess: string;
}

/** Of a handler that takes all that a library raises, logs it, and answers as though the database or the other machine had nothing. */
export function failureAsNothing(described: HandlerModel, model: SemanticModel): FailureAsNothing | undefined {
  const { handler, logs, work, mayRaise, handsExceptionOn, isBroad, catches } = described;
  if (logs.length === 0 || mayRaise || handsExceptionOn || !work.every((each) => onlyTidies(model, each)))
    return undefined;
  const isOfLibrary = !isBroad && catches.some(isRootOfLibrary);
  const remote = described.failing.filter((call) => REMOTE.has(model.effects.of(call)));
  // Whoever catches what a library raises asks it.
  const asked = isOfLibrary ? callsWithin(described.tried).filter((call) => model.effects.of(call) === 'unknown') : [];
  const failing = remote.length > 0 ? remote : asked;
  const isRemote = failing.length > 0;
  if (!(isBroad || isOfLibrary) || !(isRemote || described.logsTextAlone)) return undefined;
  const around = model.context.defAround(handler);
  const mistaken = described.mistakenAnswer;
  const behind = described.goesOn ? answerBehind(described, model) : undefined;
  const last = handler.body.at(-1);
  const answer = behind?.answer ?? (last?.kind === 'Return' ? last.value : undefined);
  if (around === undefined || answer === undefined) return undefined;
  const isNo = model.values.fold(answer)?.kind === 'bool';
  // `False` mostly says that it did not work, which is so.
  const ordinary = isNo
    ? questionAsked(around, handler, model)
    : (behind?.ordinary ??
      mistaken?.normal ??
      (isNone(answer) ? emptyLookUp(around, handler, model) : emptyAsWell(answer, around, handler, model)));
  return (
    ordinary && {
      answer,
      ordinary,
      failing: isRemote ? failing : described.failing,
      isRemote,
      guess: saidOfFailure(around) ?? 'whoever calls it may want to go on with nothing',
    }
  );
}

/** `return orders`, `return {"orders": orders}` right behind the `try` that was to fill it: it was empty before. */
function answerBehind(described: HandlerModel, model: SemanticModel): Found | undefined {
  const { parent } = described.handler;
  const [next] = parent === undefined || model.context.loopAround(parent) !== undefined ? [] : statementsBehind(parent);
  const answer = next?.kind === 'Return' ? next.value : undefined;
  let ordinary: Expression | undefined;
  if (parent === undefined || answer === undefined) return undefined;
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

type Found = Pick<FailureAsNothing, 'answer' | 'ordinary'>;

/** `None`, `[]`, `{}` */
function isEmpty(value: Expression, { values }: SemanticModel): boolean {
  const folded = values.fold(value);
  if (folded === undefined) return false;
  if ('elements' in folded) return folded.elements.length === 0;
  return 'entries' in folded ? folded.entries.length === 0 : folded.kind === 'none';
}

const REMOTE: ReadonlySet<Effect> = new Set<Effect>(['database', 'network']);

/** `SQLAlchemyError`, `requests.RequestException`: what every failure of the library is. */
const isRootOfLibrary = (name: string): boolean =>
  !name.startsWith('builtins.') && EXCEPTION_BASES.get(name)?.every((base) => base.startsWith('builtins.')) === true;

/** `return rows.first()` of the same function, which gives `None` where there is no such row. */
function emptyLookUp(around: Def, handler: HandlerModel['handler'], model: SemanticModel): Expression | undefined {
  return model.flow.returnValues(around).find((value) => {
    if (value === undefined || isWithin(value, handler)) return false;
    const whole = withoutAwait(model.flow.whole(value));
    return whole.kind === 'Call' && emptyResultOf(whole, model) !== undefined;
  });
}

/** `return ", ".join(names)`, `return store.find_all()` beside `return ""` and `return []`: nothing is an answer of it anyway. */
const emptyAsWell = (answer: Expression, around: Def, handler: HandlerModel['handler'], model: SemanticModel) =>
  isEmpty(answer, model) || stringConstant(answer) === ''
    ? model.flow.returnValues(around).find((value) => {
        if (value === undefined || isWithin(value, handler)) return false;
        const made = model.flow.whole(value);
        return made.kind === 'Call' && /^(?:join|fetch|find_all|findall)$/.test(lastName(made.func) ?? '');
      })
    : undefined;

/** `return result.modified_count > 0`, `return name in names`, `return blob.exists()` beside `return False`: no is an answer of it anyway. */
const questionAsked = (around: Def, handler: HandlerModel['handler'], model: SemanticModel): Expression | undefined =>
  model.flow.returnValues(around).find((value) => {
    if (value === undefined || isWithin(value, handler)) return false;
    const asked = withoutAwait(value);
    return asked.kind === 'Compare' || (asked.kind === 'Call' && lastName(asked.func) === 'exists');
  });

/** `Returns None on a miss or any error`: whoever calls it may have read that. */
export const saidOfFailure = (around: Def): string | undefined =>
  SAID.test(docstringOf(around) ?? '') ? 'the docstring says what is answered where it fails' : undefined;

const SAID = /\b(?:on|if|when|or) (?:\S+ ){0,4}(?:errors?|failures?|exceptions?|unavailable|unreachable|down|fails)\b/i;
