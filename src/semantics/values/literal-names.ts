/** What a literal is called where it stands. */
import {
  type AnnAssign,
  type Arguments,
  type Assign,
  type Call,
  type Compare,
  type Dict,
  type Expression,
  type Keyword,
  lastName,
  nameOfPlace,
  parametersOf,
  stringConstant,
  type Tuple,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { ENUMERATIONS } from '../../knowledge/enumerations.ts';
import { SECRET_ARGUMENTS } from '../../knowledge/secret-arguments.ts';
import { AUTHENTICATION_SCHEME } from '../../knowledge/shown-credentials.ts';
import type { SemanticModel } from '../model.ts';
import { recordKindOf } from '../types/record-class.ts';
import { fallbackOf } from './fallback.ts';
import { keyRead } from './keyed-read.ts';

export interface NamedLiteral {
  /** More than one where it replaces something that has several; the most specific first. */
  readonly names: readonly string[];
  /** It is what is used when nothing is configured. */
  readonly isFallback: boolean;
}

/** The name that a literal goes by, through what only wraps it (`SecretStr("…")`, `"…".encode()`). */
export function namesOfLiteral(literal: Expression, model: SemanticModel): NamedLiteral | undefined {
  const fallback = fallbackOf(literal, model);
  if (fallback !== undefined) return { names: fallback.names, isFallback: true };
  const { parent } = literal;
  switch (parent?.kind) {
    case 'Attribute':
      return parent.attr === 'encode' && parent.parent?.kind === 'Call'
        ? namesOfLiteral(parent.parent, model)
        : undefined;
    case 'Call':
      return isWrapper(parent) && parent.args[0] === literal
        ? namesOfLiteral(parent, model)
        : placeInCall(literal, parent, model);
    case 'FormattedValue':
    case 'BinOp':
      return schemeBefore(literal)
        ? namesOfLiteral(parent.kind === 'BinOp' ? parent : (parent.parent as Expression), model)
        : undefined;
    case 'Tuple':
    case 'List':
    case 'Set':
      if (parent.parent?.kind === 'Compare') return placeInComparison(parent, parent.parent, model);
      return parent.kind === 'Tuple' ? placeInPair(literal, parent) : undefined;
    case 'MatchValue':
      return placeInCase(parent, model);
    case 'keyword':
      return placeOfKeyword(parent, model);
    case 'Dict':
      return named(stringConstant(keyOfValue(parent, literal)));
    case 'Assign':
    case 'AnnAssign':
      return placeOfTarget(parent, model);
    case 'Compare':
      return placeInComparison(literal, parent, model);
    case 'arguments':
      return placeInSignature(literal, parent);
    default:
      return undefined;
  }
}

function placeOfKeyword({ parent: call, arg }: Keyword, model: SemanticModel): NamedLiteral | undefined {
  if (call?.kind !== 'Call') return undefined;
  return arg === 'default' && isWrapper(call) ? namesOfLiteral(call, model) : named(arg);
}

/** The key that a dictionary has a value under. Looked for by place, a table would take the square of its length. */
export const keyOfValue = (dict: Dict, value: Expression): Expression | undefined => keysByValue(dict).get(value);

const keysByValue = memoize(
  ({ keys, values }: Dict): ReadonlyMap<Expression, Expression | undefined> =>
    new Map(values.map((value, index) => [value, keys[index]])),
);

/** Calls whose result is their first argument, kept or wrapped. */
const WRAPPERS: ReadonlySet<string> = new Set(['SecretStr', 'SecretBytes', 'Secret', 'Field', 'field', 'str', 'bytes']);

const named = (name: string | undefined): NamedLiteral | undefined =>
  name === undefined ? undefined : { names: [name], isFallback: false };

const isWrapper = (call: Call): boolean => WRAPPERS.has(nameOfPlace(call.func) ?? '');

function placeOfTarget(statement: Assign | AnnAssign, model: SemanticModel): NamedLiteral | undefined {
  const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
  const name = target === undefined ? undefined : nameOfPlace(target);
  if (name === undefined || statement.parent?.kind !== 'ClassDef') return named(name);
  if (model.types.derivesFrom(statement.parent, ENUMERATIONS)) return undefined;
  return {
    names: [name],
    isFallback: statement.kind === 'AnnAssign' && recordKindOf(statement.parent, model) !== undefined,
  };
}

/** `if token == "…"`, `form.get("token") in ("…", "…")`. */
function placeInComparison(
  side: Expression,
  { left, ops, comparators }: Compare,
  model: SemanticModel,
): NamedLiteral | undefined {
  const other = left === side ? comparators[0] : left;
  const isCompared = /^(?:Not)?Eq$/.test(ops[0] ?? '') || (left !== side && /^(?:Not)?In$/.test(ops[0] ?? ''));
  return other === undefined || ops.length !== 1 || !isCompared ? undefined : named(nameCompared(other, model));
}

/** `token`, `form.get("token")`, `token.strip()`, `str(token)`, `token or ""`. */
function nameCompared(side: Expression, model: SemanticModel): string | undefined {
  if (side.kind === 'BoolOp' && side.values[0] !== undefined) return nameCompared(side.values[0], model);
  if (side.kind === 'NamedExpr') return nameCompared(side.target, model);
  if (side.kind !== 'Call') return nameOfPlace(side);
  const read = keyRead(side, model);
  if (read !== undefined) return read;
  const [given] = side.args;
  if (side.func.kind === 'Attribute')
    return SAME.test(side.func.attr) ? nameCompared(side.func.value, model) : undefined;
  return isWrapper(side) && given !== undefined ? nameCompared(given, model) : undefined;
}

const SAME = /^(?:l?r?strip|lower|upper|casefold|encode|decode|removeprefix|get_secret_value)$/;

function placeInCase(pattern: Expression['parent'] & { kind: 'MatchValue' }, model: SemanticModel) {
  let at: Expression['parent'] = pattern.parent;
  while (at?.kind === 'MatchOr' || at?.kind === 'MatchAs' || at?.kind === 'match_case') at = at.parent;
  return at?.kind === 'Match' ? named(nameCompared(at.subject, model)) : undefined;
}

/** `compare_digest(token, "…")`, `add_header("Authorization", "…")`, `HTTPBasicAuth(user, "…")`. */
function placeInCall(literal: Expression, call: Call, model: SemanticModel): NamedLiteral | undefined {
  const at = call.args.indexOf(literal);
  const last = lastName(call.func) ?? '';
  const other = last === '__eq__' && call.func.kind === 'Attribute' ? call.func.value : call.args[1 - at];
  if (at < 0) return undefined;
  if (COMPARING.test(last)) return other && named(nameCompared(other, model));
  if (at === 1 && NAMING.test(last) && stringConstant(call.args[0]) !== undefined)
    return named(stringConstant(call.args[0]));
  const full = /auth/i.test(last) ? model.names.qualifiedName(call.func) : undefined;
  return SECRET_ARGUMENTS.some(({ call: known, index }) => known === full && index === at)
    ? named('password')
    : undefined;
}

const COMPARING = /^(?:compare_digest|eq|__eq__)$/;
const NAMING = /^(?:add_(?:unredirected_)?header|putheader|setdefault|append|set|set_header)$/;

/** `auth=("reader", "…")`, `session.auth = ("…", "")`, `("Authorization", "…")`. */
function placeInPair(literal: Expression, pair: Tuple): NamedLiteral | undefined {
  const [first, second] = pair.elts;
  const { parent } = pair;
  const target = parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  const name = parent?.kind === 'keyword' ? parent.arg : target && nameOfPlace(target);
  if (pair.elts.length !== 2) return undefined;
  if (/^(?:http_|basic_|proxy_)?auth$/.test(name ?? ''))
    return literal === second ? named('password') : stringConstant(second) === '' ? named('api_key') : undefined;
  return literal === second ? named(stringConstant(first)) : undefined;
}

/** `f"Bearer {token}"`, `"Bearer " + token`. */
function schemeBefore(value: Expression): boolean {
  const { parent } = value;
  if (parent?.kind === 'BinOp')
    return (
      parent.op === 'Add' && parent.right === value && AUTHENTICATION_SCHEME.test(stringConstant(parent.left) ?? '')
    );
  const text = parent?.parent;
  if (text?.kind !== 'JoinedStr' || text.values.length !== 2) return false;
  return text.values[1] === parent && AUTHENTICATION_SCHEME.test(stringConstant(text.values[0]) ?? '');
}

function placeInSignature(literal: Expression, signature: Arguments): NamedLiteral | undefined {
  const fn = signature.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return undefined;
  return named(parametersOf(fn).find((parameter) => parameter.default === literal)?.name);
}
