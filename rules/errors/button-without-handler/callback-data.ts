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
  const values = [
    ...filters,
    ...call.keywords
      .filter(({ arg }) => arg === 'text' || arg === 'pattern' || arg === 'func' || arg === 'data')
      .map(({ value }) => value),
  ];
  const isPattern = (value: Expression): boolean =>
    call.keywords.some(({ arg, value: given }) => arg === 'pattern' && given === value) ||
    lastName(call.func) === 'CallbackQueryHandler';
  // All filters must hold: what one says is enough.
  const taken = joined(values.flatMap((each) => readFilter(each, isPattern(each), file) ?? []));
  const branches = fn === undefined ? undefined : branchesOf(fn, file);
  return {
    kind: 'handler',
    name: fn?.name ?? shown ?? 'the handler',
    place: packPlace(file, fn?.decorator_list.find((each) => each === call) ?? call),
    ...(taken ?? { exact: [], prefixes: [] }),
    isAny: taken === undefined,
    ...(branches !== undefined && { branches }),
  };
}

type Taken = Pick<Handling, 'exact' | 'prefixes'>;

const joined = ([first, ...others]: readonly Taken[]): Taken | undefined =>
  first && {
    exact: [first, ...others].flatMap(({ exact }) => exact),
    prefixes: [first, ...others].flatMap(({ prefixes }) => prefixes),
  };

/** What is said of the data: `F.data == "x"`, `F.data.startswith("x")`, `lambda c: c.data == "x"`. Undefined: nothing that is known. */
function readFilter(filter: Expression, isPattern: boolean, file: FactsContext): Taken | undefined {
  const text = file.values.string(filter);
  if (text !== undefined) return isPattern ? readPattern(text) : { exact: [text], prefixes: [] };
  switch (filter.kind) {
    case 'Lambda':
      return readFilter(filter.body, false, file);
    case 'BoolOp':
      return readBoth(filter.values, filter.op === 'Or', file);
    case 'BinOp':
      return readBoth([filter.left, filter.right], filter.op !== 'BitAnd', file);
    case 'Compare': {
      const { left, ops, comparators } = filter;
      const [other] = comparators;
      if (lastName(left) !== 'data' || other === undefined || ops.length > 1) return undefined;
      const all = ops[0] === 'Eq' ? [other] : ops[0] === 'In' ? elementsOf(other) : undefined;
      const exact = all && stringsOf(all, file);
      return exact && { exact, prefixes: [] };
    }
    case 'Call':
      return readCall(filter, file);
    default:
      return undefined;
  }
}

/** One of several that must hold is enough; of alternatives all have to be known. */
function readBoth(parts: readonly Expression[], isEither: boolean, file: FactsContext): Taken | undefined {
  const known = parts.flatMap((each) => readFilter(each, false, file) ?? []);
  return isEither && known.length < parts.length ? undefined : joined(known);
}

const elementsOf = (list: Expression | undefined): readonly Expression[] | undefined =>
  list?.kind === 'List' || list?.kind === 'Set' || list?.kind === 'Tuple' ? list.elts : undefined;

function stringsOf(all: readonly Expression[], { values }: FactsContext): readonly string[] | undefined {
  const texts = all.flatMap((each) => values.string(each) ?? []);
  return texts.length > 0 && texts.length === all.length ? texts : undefined;
}

/** `^answer_(yes|no)$`: what is fixed at its beginning. */
function readPattern(pattern: string): Taken | undefined {
  const [, fixed = '', rest = ''] = /^\^?((?:[\w: /-]|\\[.|])*)(.*)$/s.exec(pattern) ?? [];
  const text = fixed.replaceAll('\\', '');
  if (text === '' || hasAlternatives(rest)) return undefined;
  if (rest === '$') return { exact: [text], prefixes: [] };
  // A character that is repeated may be missing.
  return { exact: [], prefixes: [/^[*?{]/.test(rest) ? text.slice(0, -1) : text] };
}

/** A `|` outside all groups, escapes and classes. */
function hasAlternatives(pattern: string): boolean {
  let depth = 0;
  for (const [part] of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])+\]|[()|]/gs)) {
    if (part === '(') depth += 1;
    if (part === ')') depth -= 1;
    if (part === '|' && depth === 0) return true;
  }
  return false;
}

function readCall({ func, args }: Call, file: FactsContext): Taken | undefined {
  const method = lastName(func) ?? '';
  // A class of callback data packs and takes its own.
  if (method === 'filter') return { exact: [], prefixes: [] };
  const known = stringsOf(elementsOf(args[0]) ?? args, file);
  if (known === undefined) return undefined;
  if (method === 'startswith') return { exact: [], prefixes: known };
  if (method === 'in_') return { exact: known, prefixes: [] };
  if (method !== 'regexp' && method !== 'match') return undefined;
  const [first] = known;
  return first === undefined || known.length > 1 ? undefined : readPattern(first);
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
