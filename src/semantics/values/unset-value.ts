/** What a setting is where nobody configures it. */
import { type Call, callKeyword, type Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { FoldedValue } from '../values.ts';
import { optionDefault } from './option-default.ts';

export type Plain = string | number | boolean | null;

export interface Unset {
  readonly value: Plain;
  /** Something on the way is read from the configuration. */
  readonly wasRead: boolean;
}

/**
 * What a value is, or is where the environment and the configuration say nothing: `bool(int(os.getenv("DEBUG", "1")))`,
 * `os.environ.get("DEBUG", "true").lower() == "true"`, `env.bool("DEBUG", default=True)`.
 */
export function unsetValue(value: Expression, model: SemanticModel): Unset | undefined {
  const known = plainOf(model.values.fold(value));
  if (known !== undefined) return { value: known, wasRead: false };
  const read = model.values.environmentRead(value);
  if (read !== undefined) return read.required ? undefined : readAs(read.fallback, model);
  if (value.kind === 'Call') return unsetCall(value, model);
  const option = optionDefault(value, model);
  if (option !== undefined)
    return typeof option === 'boolean' ? { value: option, wasRead: true } : readAs(option, model);
  if (value.kind === 'UnaryOp' && value.op === 'Not')
    return mapped(unsetValue(value.operand, model), (operand) => !isTruthy(operand));
  if (value.kind === 'BoolOp') return unsetChoice(value.values, value.op === 'Or', model);
  if (value.kind !== 'Compare') return undefined;
  const [other] = value.comparators;
  const left = unsetValue(value.left, model);
  if (left === undefined || other === undefined || value.comparators.length > 1) return undefined;
  const isAmong = meets(left.value, value.ops[0] ?? '', model.values.fold(other));
  return isAmong === undefined ? undefined : { value: isAmong, wasRead: left.wasRead };
}

/** `CA or False`: the first that decides it. */
function unsetChoice(values: readonly Expression[], isOr: boolean, model: SemanticModel): Unset | undefined {
  let wasRead = false;
  for (const [index, each] of values.entries()) {
    const unset = unsetValue(each, model) ?? unsetOrigin(each, model);
    if (unset === undefined) return undefined;
    wasRead ||= unset.wasRead;
    if (isTruthy(unset.value) === isOr || index === values.length - 1) return { value: unset.value, wasRead };
  }
  return undefined;
}

/** `CA = os.environ.get("VAULT_CA")` of the module. */
function unsetOrigin(name: Expression, model: SemanticModel): Unset | undefined {
  const [only, ...others] = model.flow.origins(name);
  return only === undefined || only === name || others.length > 0 ? undefined : unsetValue(only, model);
}

const readAs = (fallback: Expression | undefined, model: SemanticModel): Unset | undefined => {
  if (fallback === undefined) return { value: null, wasRead: true };
  const value = plainOf(model.values.fold(fallback));
  return value === undefined ? undefined : { value, wasRead: true };
};

function unsetCall(call: Call, model: SemanticModel): Unset | undefined {
  const { func, args } = call;
  const [first] = args;
  const name = model.types.calleeName(func) ?? '';
  const convert = first === undefined ? undefined : CONVERSIONS.get(name.split('.').at(-1) ?? '');
  if (first !== undefined && convert !== undefined && args.length === 1 && !isReader(func)) {
    const converted = mapped(unsetValue(first, model), convert);
    if (converted !== undefined) return converted;
  }
  if (func.kind === 'Attribute' && args.length === 0) {
    const text = unsetValue(func.value, model);
    const change = TEXT_METHODS.get(func.attr);
    return typeof text?.value === 'string' && change !== undefined
      ? { value: change(text.value), wasRead: text.wasRead }
      : undefined;
  }
  const fallback = callKeyword(call, 'default')?.value;
  return fallback !== undefined && first !== undefined && model.values.string(first) !== undefined
    ? readAs(fallback, model)
    : undefined;
}

/** `env.bool("DEBUG", …)` reads; `bool(…)` converts. */
const isReader = (func: Expression): boolean => func.kind === 'Attribute' && func.attr !== 'strtobool';

const CONVERSIONS: ReadonlyMap<string, (value: Plain) => Plain | undefined> = new Map<
  string,
  (value: Plain) => Plain | undefined
>([
  ['bool', isTruthy],
  ['str', (value) => (typeof value === 'string' ? value : typeof value === 'boolean' ? titled(value) : undefined)],
  [
    'int',
    (value) => (typeof value === 'string' ? integerOf(value) : typeof value === 'boolean' ? Number(value) : value),
  ],
  ['strtobool', (value) => typeof value === 'string' && /^(?:y|yes|t|true|on|1)$/i.test(value)],
]);

const titled = (value: boolean): string => (value ? 'True' : 'False');
const integerOf = (text: string): number | undefined => (/^\s*-?\d+\s*$/.test(text) ? Number(text) : undefined);

const TEXT_METHODS: ReadonlyMap<string, (text: string) => string> = new Map([
  ['lower', (text: string) => text.toLowerCase()],
  ['casefold', (text: string) => text.toLowerCase()],
  ['upper', (text: string) => text.toUpperCase()],
  ['strip', (text: string) => text.trim()],
  ['capitalize', (text: string) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()],
  ['title', (text: string) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()],
]);

function mapped(unset: Unset | undefined, change: (value: Plain) => Plain | undefined): Unset | undefined {
  const value = unset === undefined ? undefined : change(unset.value);
  return unset === undefined || value === undefined ? undefined : { value, wasRead: unset.wasRead };
}

function meets(left: Plain, op: string, right: FoldedValue | undefined): boolean | undefined {
  if (right === undefined) return undefined;
  if (op === 'In' || op === 'NotIn') {
    if (!('elements' in right)) return undefined;
    const isIn = right.elements.some((each) => plainOf(each) === left);
    return op === 'In' ? isIn : !isIn;
  }
  const plain = plainOf(right);
  if (plain === undefined) return undefined;
  if (op === 'Eq' || op === 'Is') return plain === left;
  return op === 'NotEq' || op === 'IsNot' ? plain !== left : undefined;
}

export function isTruthy(value: Plain): boolean {
  return value !== null && value !== '' && value !== 0 && value !== false;
}

function plainOf(value: FoldedValue | undefined): Plain | undefined {
  switch (value?.kind) {
    case 'str':
    case 'bool':
      return value.value;
    case 'int':
      return Number(value.value);
    case 'none':
      return null;
    default:
      return undefined;
  }
}
