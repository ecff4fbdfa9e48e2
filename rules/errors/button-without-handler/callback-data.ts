/** Callback data of the buttons of a bot: what keyboards send, and what handlers take. */
import { ancestors, type Call, type Def, decoratorsOf, defsOf, type Expression, lastName, nodesOf } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { botsImported } from '#semantics/taint/bots';

/** Plain JSON. */
export type CallbackFact =
  /** A button; `isWhole`: nothing variable is behind the text. */
  | { readonly kind: 'button'; readonly text: string; readonly isWhole: boolean; readonly place: PackedPlace }
  /** A text of the program that may become the data of a button. */
  | { readonly kind: 'text'; readonly text: string }
  /** Something puts data together from the start by what is not known. */
  | { readonly kind: 'unknown' }
  | Handling;

export interface Handling {
  readonly kind: 'handler';
  readonly name: string;
  readonly place: PackedPlace;
  /** Takes all of these; `any`: its filters say nothing of the data that is known. */
  readonly exact: readonly string[];
  readonly prefixes: readonly string[];
  readonly isAny: boolean;
  /** All texts in its body, where a chain of comparisons with two of them or more is all that it does with the data. */
  readonly branches?: readonly string[];
}

export function callbacksIn(file: FactsContext): CallbackFact[] {
  if (!botsImported(file) || file.context.role === 'test') return [];
  return [...handlersIn(file), ...textsIn(file), ...buttonsIn(file)];
}

function handlersIn(file: FactsContext): Handling[] {
  const decorated = defsOf(file.module).flatMap((fn) => {
    const call = decoratorsOf(fn).find(
      ({ node, callee }) => node.kind === 'Call' && DECORATORS.test(lastName(callee) ?? ''),
    );
    return call?.node.kind === 'Call' ? [handlingOf(fn, call.node.args, call.node, file)] : [];
  });
  const registered = nodesOf(file.module, 'Call').flatMap((call): Handling[] => {
    const [first, ...others] = call.args;
    if (first === undefined || !isRegistering(call)) return [];
    const own = file.names.definitionOf(first);
    const fn = own === undefined || own.kind === 'ClassDef' ? undefined : own;
    return [handlingOf(fn, others, call, file, lastName(first))];
  });
  return [...decorated, ...registered];
}

function isRegistering({ func }: Call): boolean {
  const method = lastName(func) ?? '';
  if (method === 'register') return func.kind === 'Attribute' && lastName(func.value) === 'callback_query';
  return method === 'register_callback_query_handler' || method === 'CallbackQueryHandler';
}

const textsIn = ({ module }: FactsContext): CallbackFact[] =>
  nodesOf(module, 'Constant').flatMap((node): CallbackFact[] => {
    const text = node.value.kind === 'str' ? node.value.value : undefined;
    return text === undefined || !/^[\w:.|/-]{1,64}$/.test(text) || isAsked(node) ? [] : [{ kind: 'text', text }];
  });

const buttonsIn = (file: FactsContext): CallbackFact[] =>
  nodesOf(file.module, 'keyword').flatMap(({ arg, value }): CallbackFact[] => {
    if (arg !== 'callback_data') return [];
    const place = packPlace(file, value);
    const whole = file.values.string(value);
    if (whole !== undefined) return [{ kind: 'button', text: whole, isWhole: true, place }];
    const [piece] = file.values.textPieces(value) ?? [];
    if (piece?.kind === 'constant') return [{ kind: 'button', text: piece.text, isWhole: false, place }];
    return [{ kind: 'unknown' }];
  });

const DECORATORS = /^(?:callback_query|callback_query_handler|on_callback_query)$/;

/** In a filter or a comparison, not in what is sent. */
const isAsked = (node: Expression): boolean =>
  [...ancestors(node)].some(
    (each) =>
      each.kind === 'Compare' ||
      (each.kind === 'Call' &&
        /^(?:startswith|split|replace|removeprefix|in_|regexp|lstrip|callback_query|callback_query_handler)$/.test(
          lastName(each.func) ?? '',
        )),
  );

function handlingOf(
  fn: Def | undefined,
  filters: readonly Expression[],
  call: Call,
  file: FactsContext,
  shown?: string,
): Handling {
  const taken = { exact: [] as string[], prefixes: [] as string[] };
  let isKnown = false;
  const values = [
    ...filters,
    ...call.keywords
      .filter(({ arg }) => arg === 'text' || arg === 'pattern' || arg === 'func' || arg === 'data')
      .map(({ value }) => value),
  ];
  const isPattern = (value: Expression): boolean =>
    call.keywords.some(({ arg, value: given }) => arg === 'pattern' && given === value) ||
    lastName(call.func) === 'CallbackQueryHandler';
  for (const each of values) isKnown = readFilter(each, taken, isPattern(each), file) || isKnown;
  const branches = fn === undefined ? undefined : branchesOf(fn, file);
  return {
    kind: 'handler',
    name: fn?.name ?? shown ?? 'the handler',
    place: packPlace(file, fn?.decorator_list.find((each) => each === call) ?? call),
    ...taken,
    isAny: !isKnown,
    ...(branches !== undefined && { branches }),
  };
}

type Taken = { readonly exact: string[]; readonly prefixes: string[] };

/** Whether something is said of the data: `F.data == "x"`, `F.data.startswith("x")`, `lambda c: c.data == "x"`, a factory's filter. */
function readFilter(filter: Expression, taken: Taken, isPattern: boolean, file: FactsContext): boolean {
  const text = file.values.string(filter);
  if (text !== undefined) {
    return isPattern ? readPattern(text, taken) : taken.exact.push(text) > 0;
  }
  switch (filter.kind) {
    case 'Lambda':
      return readFilter(filter.body, taken, false, file);
    case 'BoolOp':
      return filter.values.map((each) => readFilter(each, taken, false, file)).some(Boolean);
    case 'BinOp':
      return [filter.left, filter.right].map((each) => readFilter(each, taken, false, file)).some(Boolean);
    case 'Compare': {
      const [other] = filter.comparators;
      if (lastName(filter.left) !== 'data' || other === undefined) return false;
      const known = (
        other.kind === 'List' || other.kind === 'Set' || other.kind === 'Tuple' ? other.elts : [other]
      ).map((each) => file.values.string(each));
      if (known.includes(undefined)) return false;
      taken.exact.push(...known.flatMap((each) => each ?? []));
      return true;
    }
    case 'Call':
      return readCall(filter, taken, file);
    default:
      return false;
  }
}

/** `^answer_(yes|no)$`: what is fixed at its beginning. */
function readPattern(pattern: string, taken: Taken): boolean {
  const [, fixed = '', rest = ''] = /^\^?((?:[\w: /-]|\\[.|])*)(.*)$/s.exec(pattern) ?? [];
  const text = fixed.replaceAll('\\', '');
  if (text === '') return false;
  // A character that is repeated may be missing.
  if (rest === '$') taken.exact.push(text);
  else taken.prefixes.push(/^[*?{]/.test(rest) ? text.slice(0, -1) : text);
  return true;
}

function readCall({ func, args }: Call, taken: Taken, file: FactsContext): boolean {
  const method = lastName(func) ?? '';
  // A class of callback data packs and takes its own.
  if (method === 'filter') return true;
  const list = args[0];
  const texts = (list?.kind === 'List' || list?.kind === 'Set' || list?.kind === 'Tuple' ? list.elts : args).map(
    (each) => file.values.string(each),
  );
  if (texts.length === 0 || texts.includes(undefined)) return false;
  const known = texts.flatMap((each) => each ?? []);
  if (method === 'startswith') taken.prefixes.push(...known);
  else if (method === 'in_') taken.exact.push(...known);
  else if (method === 'regexp' || method === 'match') return known.every((each) => readPattern(each, taken));
  else return false;
  return true;
}

/** `data = call.data.split(":")[1]`, then `if data == "cart": …` and nothing for the rest. */
function branchesOf(fn: Def, file: FactsContext): readonly string[] | undefined {
  const compared = file.context
    .nodesOfFunction(fn, 'Compare')
    .filter(
      ({ ops, comparators }) =>
        ops[0] === 'Eq' && comparators[0] !== undefined && file.values.string(comparators[0]) !== undefined,
    );
  const last = fn.body.at(-1);
  const ends = compared.filter(({ parent }) => parent?.kind === 'If' && parent.parent === fn).length;
  if (ends < 2 || last?.kind !== 'If' || hasElse(last)) return undefined;
  return file.context
    .nodesOfFunction(fn, 'Constant')
    .flatMap((node) => (node.value.kind === 'str' ? node.value.value : []));
}

function hasElse(statement: Extract<Def['body'][number], { kind: 'If' }>): boolean {
  const [only, ...others] = statement.orelse;
  if (only === undefined) return false;
  return only.kind !== 'If' || others.length > 0 || hasElse(only);
}
