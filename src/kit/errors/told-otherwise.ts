/** What speaks for a log that does not have the exception: whoever reads it knows all the same. */
import {
  blockAround,
  dottedName,
  type Expression,
  holds,
  lastName,
  type Node,
  stringConstant,
  type Try,
  walk,
} from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { Effect, HandlerModel, SemanticModel } from '../../semantics/index.ts';
import { callsElsewhere } from '../calls/calls-elsewhere.ts';
import { conversionsIn } from './conversions.ts';
import { ONLY_CONVERTED } from './outcome-written.ts';
import { unknownCallsIn } from './quiet-substitute.ts';

/** A guess, as a clause; undefined where nothing speaks for it. */
export function toldOtherwise(described: HandlerModel, model: SemanticModel): string | undefined {
  const { handler } = described;
  if (namesWhatWasTried(described)) return 'one call is tried, and the log names what it was given';
  if (namesTheStep(described, model)) return 'one step is tried, and the log names it';
  const { name } = handler;
  if (
    name !== undefined &&
    handler.body.some((each) => holds(each, (node) => node.kind === 'Name' && node.id === name))
  )
    return 'it looks at the exception before it decides';
  if (handler.parent?.kind === 'Try' && raisesNext(handler.parent)) return 'what comes behind it raises';
  return failsForInput(described, model) ? ONLY_CONVERTED : undefined;
}

/** Readers shrugged at what can fail for its input alone: a text that is parsed, a number that is read. */
function failsForInput({ failing, tried }: HandlerModel, model: SemanticModel): boolean {
  const isUnseen = failing.length + unknownCallsIn(tried, model).length + callsElsewhere(tried, model).length > 0;
  const isParsed = callsWithin(tried).some((call) => model.effects.of(call) === 'parse');
  return !isUnseen && (isParsed || conversionsIn(tried, model).length > 0);
}

/** `ZoneInfo(name)`, `response.raise_for_status()`: the value alone makes it fail, and the log has the value. */
function namesWhatWasTried({ tried, logs }: HandlerModel): boolean {
  const [call, ...others] = callsWithin(tried);
  if (call === undefined || others.length > 0) return false;
  const given = call.args.length === 0 && call.func.kind === 'Attribute' ? [call.func.value] : call.args;
  const isTold = (value: Expression): boolean =>
    value.kind === 'Constant' ||
    value.kind === 'JoinedStr' ||
    logs.some((log) => holds(log.call, (node) => placeOf(node) === placeOf(value) && placeOf(value) !== undefined));
  return (
    given.length > 0 &&
    call.keywords.every(({ value }) => value.kind === 'Constant') &&
    given.some((value) => placeOf(value) !== undefined) &&
    given.every(isTold)
  );
}

/**
 * `fernet.decrypt(…)` and "failed to decrypt": it mostly fails in one way. Whatever asks a server or a database fails in many, and
 * where the handler goes another way the log is about that.
 */
function namesTheStep({ tried, logs, work }: HandlerModel, { effects }: SemanticModel): boolean {
  const steps = callsWithin(tried).filter((call) => !PLAIN.has(effects.of(call)));
  const [step, ...others] = steps;
  if (step === undefined || others.length > 0 || work.length > 0 || REMOTE.has(effects.of(step))) return false;
  // An address says where, and not what.
  const given = step.args
    .map((each) => stringConstant(each) ?? '')
    .filter((text) => !text.includes('/'))
    .join(' ');
  const words = wordsOf(`${lastName(step.func) ?? ''} ${given}`);
  const told = logs
    .flatMap(({ call }) => call.args.flatMap(textsIn))
    .join(' ')
    .toLowerCase();
  return words.some((word) => told.includes(word));
}

/** `wait_for_selector`, `ThinkingConfig`: words long enough to mean something. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length >= SHORTEST_WORD);

const SHORTEST_WORD = 4;

function textsIn(expression: Expression): readonly string[] {
  const texts: string[] = [];
  walk(expression, (node) => {
    if (node.kind === 'Constant' && node.value.kind === 'str') texts.push(node.value.value);
  });
  return texts;
}

const PLAIN: ReadonlySet<Effect> = new Set<Effect>(['pure', 'introspection', 'probe', 'log']);
const REMOTE: ReadonlySet<Effect> = new Set<Effect>(['network', 'database', 'clean-up']);

/** `timezone`, `self.zone`; of `frame[column]` the column says what was asked for. */
function placeOf(node: Node): string | undefined {
  if (node.kind === 'Subscript') return placeOf(node.slice);
  return node.kind === 'Name' || node.kind === 'Attribute' ? dottedName(node) : undefined;
}

/** The statement right behind raises, whatever happened here. */
function raisesNext(statement: Try): boolean {
  const block = blockAround(statement);
  return block[block.indexOf(statement) + 1]?.kind === 'Raise';
}

/** The class of the exception is in a log: its text may hold what is no business of a log, and whoever writes that has thought of it. */
export const tellsType = ({ handler, logs }: HandlerModel): boolean =>
  logs.some(({ call }) => holds(call, (node) => node.kind === 'Name' && node.id === handler.name));
