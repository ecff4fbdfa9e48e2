/** What a finding says of untrusted input, and what it rests on. */
import { dottedName, type Expression, type Node } from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import type { Condition, Grade, Question } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { isForWritersNamed } from '../../semantics/taint/bots.ts';
import { flowsInto, type Sink, type TaintFlow, type TaintKind, UNTRUSTED } from '../../semantics/taint/flows.ts';
import { isForAdministrators } from './protected-route.ts';

export interface TaintedValue {
  readonly kind: TaintKind;
  readonly leaf: Expression;
  /** Its name, in backticks, where it has one. */
  readonly shown: string | undefined;
  /** For a message: user-controlled `name`, `name` (from a file). */
  readonly described: string;
  /** What asks something of it, or takes a part of it out, and proves nothing by that: for what is related. */
  readonly checked: readonly { readonly at: Node; readonly message: string }[];
  readonly isSegment: boolean;
  /** It is all of the text or path, and nothing is before it. */
  readonly isWhole: boolean;
  /** A text of the program is before it in the same name. */
  readonly isGlued: boolean;
  /** Within its file the same for all uses of the text in one function: `request.args` of two routes is two texts. */
  readonly cause: string;
  /** As problems have it. */
  readonly given: { readonly doubt?: DoubtId; readonly when?: Condition };
}

/**
 * The untrusted input that flows into an expression: read in this file, or passed by another module, which the project
 * knows. Sources of `kinds` count as untrusted beside requests, bots and connections. Undefined where none may come.
 */
export function taintedValueIn(
  expression: Expression,
  model: SemanticModel,
  sink: Sink,
  kinds: ReadonlySet<TaintKind> = UNTRUSTED,
): TaintedValue | undefined {
  const flows = flowsInto(expression, model, sink, new Set<TaintKind>([...kinds, 'parameter']));
  const untrusted = flows.filter(({ kind }) => kinds.has(kind));
  const flow = untrusted.find(({ doubt, isOfHandler }) => doubt === undefined && isOfHandler !== true) ?? untrusted[0];
  if (flow !== undefined) return textOf(flow, model, givenBy(flow, untrusted, model, sink));
  const given = flows.filter(({ parameter }) => parameter !== undefined);
  const sure = given.filter((each) => doubtOf(each) === undefined);
  const passed = sure.length > 0 ? sure : given;
  const [first] = passed;
  if (first === undefined) return undefined;
  const of = passed.flatMap((each) => questionOf(each, model, sink));
  const when: Condition = {
    question: { kind: 'any', of },
    yes: graded(doubtOf(first)),
    no: 'drop',
    unknown: graded(first.doubt ?? 'unknown-source-trust'),
  };
  const text = textOf(first, model, { when });
  // Which of several it is the project knows, not this file.
  const checked = passed.flatMap((flow) => checkedIn(flow));
  if (passed.length === 1) return text;
  return { ...text, leaf: expression, shown: undefined, described: describeInput(text.kind, undefined), checked };
}

/** Doubted where all who come show a secret of the program, as its owner does. */
export function unlessOwners({ when, ...given }: TaintedValue['given'], from: string): TaintedValue['given'] {
  const owners = {
    question: { kind: 'asks-who-comes', from, bySecret: true },
    yes: { doubt: 'unknown-source-trust' },
    no: 'keep',
    unknown: 'keep',
  } as const;
  return { ...given, when: when === undefined ? owners : { ...when, ...(when.yes === 'keep' && { yes: owners }) } };
}

const graded = (doubt: DoubtId | undefined): Grade => (doubt === undefined ? 'keep' : { doubt });

/** What the project does not know either. */
const doubtOf = ({ doubt, through, otherDoubt }: TaintFlow): DoubtId | undefined =>
  through === undefined ? doubt : otherDoubt;

/** Whether a caller passes untrusted input as the parameter that the flow starts at; a name within an archive is treated as any text. */
function questionOf(flow: TaintFlow, model: SemanticModel, sink: Sink): readonly Question[] {
  const { parameter, isBehind, isMember, part } = flow;
  const { attributes, isHostOnly, isKeys } = sink;
  if (parameter === undefined) return [];
  const { function: fn, name, position } = parameter;
  const asPath = isBehind === true ? ('joined' as const) : ('alone' as const);
  const given: Question = {
    kind: 'given-untrusted-input',
    function: fn,
    parameter: name,
    position,
    ...(part !== undefined && { part }),
    ...(attributes !== undefined && isMember !== true && { asPath }),
    ...(isHostOnly === true && { asHost: true as const }),
    ...(isKeys === true && { asKeys: true as const }),
  };
  const carried = carriedBy(flow, model, sink);
  return carried.length === 0 ? [given] : [{ kind: 'all', of: [given, ...carried] }];
}

/** Whether the functions of other modules that it is given to give it on, so that it may still be used as it is. */
const carriedBy = ({ through = [] }: TaintFlow, { path: from }: SemanticModel, { carriedAs: as = 'text' }: Sink) =>
  through.map((step): Question => ({ kind: 'carries', ...step, from, as }));

/** The field of a row that comes to an expression, where it may hold untrusted input: `hook.url`. */
export function storedTextIn(expression: Expression, model: SemanticModel, sink: Sink): TaintedValue | undefined {
  const flows = flowsInto(expression, model, sink, new Set<TaintKind>(['database']));
  const flow = flows.find(({ part }) => part !== undefined);
  if (flow?.part === undefined) return undefined;
  const question = { kind: 'stores-untrusted-input', field: flow.part } as const;
  const yes = { doubt: 'unknown-source-trust' } as const;
  return { ...textOf(flow, model, {}), given: { when: { question, yes, no: 'drop', unknown: 'drop' } } };
}

function givenBy(flow: TaintFlow, all: readonly TaintFlow[], model: SemanticModel, sink: Sink): TaintedValue['given'] {
  if (flow.doubt === undefined) return flow.isOfHandler === true ? ofBot(model) : {};
  const checked = all.map((each) => ({ ...each, of: projectQuestions(each, model, sink) }));
  const guess = checked.find(({ of }) => of.length === 0);
  const known = checked.filter(({ of }) => of.length > 0);
  const [first] = known;
  if (first?.doubt === undefined) return { doubt: flow.doubt };
  // Of what a shell or an interpreter makes of it the function says nothing.
  const besides = known.map(
    ({ otherDoubt, through, doubt }) =>
      otherDoubt ?? (through !== undefined && sink.carriedAs === undefined ? doubt : undefined),
  );
  const [doubt] = besides;
  return {
    when: {
      question: { kind: 'any', of: known.map(({ of }): Question => ({ kind: 'all', of })) },
      yes: graded(besides.includes(undefined) ? undefined : doubt),
      no: guess?.doubt === undefined ? 'drop' : { doubt: guess.doubt },
      unknown: { doubt: guess?.doubt ?? first.doubt },
    },
  };
}

/** What the project knows of a doubt: whether the class of a body checks the field, and whether functions give on what they are given. */
function projectQuestions(flow: TaintFlow, model: SemanticModel, sink: Sink): readonly Question[] {
  const { body, leaf, doubt } = flow;
  const carried = carriedBy(flow, model, sink);
  if (body === undefined || doubt === undefined || leaf.parent?.kind !== 'Attribute') return carried;
  return [...carried, { kind: 'not', of: { kind: 'field-checked', class: body, field: leaf.parent.attr } }];
}

/** A module that is given the bot imports nothing of its library. */
const ofBot = ({ names }: SemanticModel): TaintedValue['given'] => ({
  when: {
    question: { kind: 'serves-bot', module: names.moduleName },
    yes: 'keep',
    no: { doubt: 'unknown-source-trust' },
    unknown: 'keep',
  },
});

function textOf(flow: TaintFlow, model: SemanticModel, given: TaintedValue['given']): TaintedValue {
  const { leaf, kind, isSegment, isBehind } = flow;
  const isInsiders = INSIDERS.has(kind) || ((kind === 'request' || kind === 'bot') && isLimitedAt(leaf, model));
  const doubt = given.doubt ?? (isInsiders ? 'unknown-source-trust' : undefined);
  const name = dottedName(wholeOf(leaf));
  const fn = model.context.defAround(leaf);
  const where = fn === undefined ? '' : model.names.fullNameOf(fn);
  return {
    kind,
    leaf,
    shown: name === undefined ? undefined : `\`${name}\``,
    described: describeInput(kind, name === undefined ? undefined : `\`${name}\``),
    checked: checkedIn(flow),
    isSegment: isSegment === true,
    isWhole: isBehind !== true,
    isGlued: flow.isGlued === true,
    cause: `${where} ${name ?? leaf.start}`,
    given: { ...given, ...(doubt !== undefined && { doubt }) },
  };
}

const checkedIn = ({ checked }: TaintFlow): TaintedValue['checked'] =>
  checked === undefined ? [] : [{ at: checked, message: 'this check does not sanitize the value' }];

/** The route, or the handler of a bot, is for administrators, by the name of what is before it. */
function isLimitedAt(leaf: Expression, model: SemanticModel): boolean {
  const fn = model.context.defAround(leaf);
  return (fn !== undefined && isForAdministrators(fn, model)) || isForWritersNamed(leaf, model);
}

/** `hook.url`, where the leaf is `hook`. */
function wholeOf(leaf: Expression): Expression {
  let whole = leaf;
  while (whole.parent?.kind === 'Attribute' && whole.parent.value === whole && !isCalled(whole.parent))
    whole = whole.parent;
  return whole;
}

const isCalled = (attribute: Expression): boolean =>
  attribute.parent?.kind === 'Call' && attribute.parent.func === attribute;

/** Who has to be inside already. */
const INSIDERS: ReadonlySet<TaintKind> = new Set<TaintKind>([
  'form',
  'model',
  'message',
  'answer',
  'database',
  'attribute',
]);

/** Input in a message, by where it comes from: "user-controlled `name`", "`name` (from a file)"; `name` in backticks. */
export function describeInput(kind: TaintKind, name: string | undefined): string {
  const origin = ORIGINS[kind];
  return origin === undefined ? `user-controlled ${name ?? 'input'}` : inputFrom(origin, name);
}

/** "`name` (from a file)", or "a value from a file". */
export const inputFrom = (origin: string, name: string | undefined): string =>
  name === undefined ? `a value from ${origin}` : `${name} (from ${origin})`;

/** Undefined: a user chooses it. */
const ORIGINS: Readonly<Record<TaintKind, string | undefined>> = {
  request: undefined,
  bot: undefined,
  form: undefined,
  parameter: undefined,
  model: 'a language model',
  connection: 'a network connection',
  message: 'a queue message',
  answer: 'another server',
  environment: 'an environment variable',
  file: 'a file',
  database: 'a database',
  arguments: 'the command line',
  attribute: 'an object attribute',
};
