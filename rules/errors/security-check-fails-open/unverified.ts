/** What a check of a signature or a token goes on with where it could not be made, or has nothing to compare with. */
import {
  type Def,
  dottedName,
  type ExceptHandler,
  type Expression,
  holds,
  type If,
  lastName,
  type Node,
  nameOfPlace,
  namesIn,
  presenceTested,
  type Stmt,
  shortText,
  withoutAwait,
} from '#ast';
import { verifies } from '#kit/checks';
import { secretKindOf } from '#knowledge/secrets';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { answersRefusal } from '#semantics/taint/refusals';
import type { CheckPassed } from './check-passed.ts';

/**
 * The handler of a `try` that verifies takes something else in place of what was verified: `event = request.json`,
 * `claims = jwt.decode(token, options={"verify_signature": False})`, `return {"role": "admin"}`. Nothing and a no are refusals.
 */
export function takenUnverified(handler: ExceptHandler, model: SemanticModel): CheckPassed | undefined {
  const { tried, mayRaise, goesOn, fallback: taking } = model.handlers.describe(handler);
  const fallback = taking ?? (goesOn ? keptFromBefore(tried, model) : undefined);
  if (fallback === undefined || mayRaise) return undefined;
  const isVerifying = verifies(tried, model);
  if (!isVerifying) return undefined;
  const isReturned = fallback.parent?.kind === 'Return';
  if (isReturned ? !saysWho(fallback, model) && !goesOnWith(fallback, model) : isNothing(fallback, model))
    return undefined;
  const taken = shortText(fallback, model.source.text);
  return {
    how: `the handler ${isReturned ? 'returns' : 'continues with'} \`${taken}\``,
    at: undefined,
    isBehind: false,
    doubt: 'verified-elsewhere',
  };
}

/** What a name that the `try` binds anew holds from before it: `claims`, read without the signature. */
function keptFromBefore(tried: readonly Stmt[], { flow, names }: SemanticModel): Expression | undefined {
  const last = tried.at(-1);
  const [target] = last?.kind === 'Assign' ? last.targets : [];
  if (last === undefined || target?.kind !== 'Name') return undefined;
  const uses = names.resolve(target)?.references.filter((use) => use.start > last.end) ?? [];
  const bound = uses.flatMap((use) => (use.kind === 'Name' ? flow.reachingDefinitions(use) : []));
  return bound.find(({ node }) => node.end <= (tried[0]?.start ?? 0))?.value;
}

function isNothing(value: Expression, model: SemanticModel): boolean {
  const folded = model.values.fold(value);
  if (folded?.kind === 'none' || (folded?.kind === 'bool' && !folded.value)) return true;
  if (value.kind === 'Dict') return !saysWho(value, model);
  return value.kind === 'Constant' || value.kind === 'List' || value.kind === 'JoinedStr' || value.kind === 'Tuple';
}

/** `{"sub": …, "role": …}`: an identity. */
function saysWho(value: Expression, { values }: SemanticModel): boolean {
  if (value.kind !== 'Dict') return false;
  return value.keys.some((key) => key !== undefined && WHO.test(values.string(key) ?? ''));
}

const WHO = /^(?:sub|user|user_?id|uid|id|username|email|roles?|scopes?|permissions?|is_admin)$/i;

/**
 * The name of the secret that a test finds missing: `not API_KEY`, `settings.webhook_secret is None`, `not os.getenv("HOOK_TOKEN")`;
 * of a parameter only where the function compares it.
 */
export function secretAbsent(test: Expression, fn: Def, model: SemanticModel): string | undefined {
  const tested = presenceTested(test);
  const plain = test.kind === 'UnaryOp' && test.op === 'Not' ? test.operand : undefined;
  const subject = tested?.isPresent === false ? tested.subject : plain;
  if (subject === undefined) return undefined;
  if (subject.kind === 'Name' && model.names.parameterOf(subject) !== undefined)
    return isCompared(subject, fn) ? subject.id : undefined;
  return configuredSecret(subject, model);
}

/** A setting, a constant of the module or a variable of the environment, by its name a secret. */
function configuredSecret(subject: Expression, model: SemanticModel): string | undefined {
  const { values, flow, names } = model;
  if (isDemanded(subject, model)) return undefined;
  for (const leaf of [subject, ...flow.origins(subject)]) {
    const variable = values.environmentRead(leaf);
    const read = variable?.key ?? environmentWithin(leaf, model);
    const isOfModule = leaf.kind === 'Name' && names.resolve(leaf)?.scope.kind === 'module';
    const isConfigured = read !== undefined || leaf.kind === 'Attribute' || isOfModule;
    const name = read ?? nameOfPlace(leaf);
    if (isConfigured && !variable?.required && name !== undefined && secretKindOf(name) !== undefined) return name;
  }
  return undefined;
}

/** The module does not load without it: `if not TOKEN: raise RuntimeError("…")`. */
const isDemanded = (subject: Expression, model: SemanticModel): boolean =>
  subject.kind === 'Name' && namesDemanded(model).has(subject.id);

const namesDemanded = memoizeByFile(({ source, flow }: SemanticModel): ReadonlySet<string> => {
  const verifying = source.module.body.flatMap((each) =>
    each.kind === 'If' && flow.alwaysRaises(each.body) ? [...namesIn(each.test)] : [],
  );
  return new Set(verifying);
});

/** `os.getenv("HOOK_SECRET", "").strip()`. */
function environmentWithin(leaf: Expression, { values }: SemanticModel): string | undefined {
  if (leaf.kind !== 'Call' || leaf.func.kind !== 'Attribute') return undefined;
  return values.environmentRead(leaf.func.value)?.key;
}

function isCompared(parameter: Extract<Expression, { kind: 'Name' }>, fn: Def): boolean {
  return holdsInOwnCode(fn.body, (node) => {
    if (node.kind === 'Compare' && !EQUAL.has(node.ops[0] ?? '')) return false;
    const sides =
      node.kind === 'Compare'
        ? [node.left, ...node.comparators]
        : node.kind === 'Call' && lastName(node.func) === 'compare_digest'
          ? node.args
          : [];
    // Beside a constant nothing is a secret.
    if (sides.some((side) => side.kind === 'Constant')) return false;
    return sides.some((side) => holds(side, (part) => part.kind === 'Name' && part.id === parameter.id));
  });
}

const EQUAL: ReadonlySet<string> = new Set(['Eq', 'NotEq']);

/**
 * `if SECRET and presented != SECRET:`, or the comparison within `if SECRET:`, asks nothing where the secret is not set; nor does
 * `if SECRET:` around `if not is_signed(body): raise HTTPException(401)`.
 */
export function checkedOnlyIfSet({ test, body }: If, model: SemanticModel): string | undefined {
  const tested = test.kind === 'BoolOp' && test.op === 'And' ? test.values : [test];
  // `if HOOK_USER and HOOK_PASSWORD:` asks of both whether they are set.
  const isOnlySet = tested.every((each) => dottedName(each) !== undefined);
  const settings = isOnlySet ? tested : tested.slice(0, 1).filter((each) => dottedName(each) !== undefined);
  const checked = settings.find((each) => configuredSecret(each, model) !== undefined);
  const [name, text] = checked === undefined ? [] : [configuredSecret(checked, model), dottedName(checked)];
  const others: readonly Node[] = isOnlySet ? body : tested.slice(1);
  const isCompare = (node: Node): boolean =>
    (node.kind === 'Compare' && EQUAL.has(node.ops[0] ?? '')) ||
    (node.kind === 'Call' && lastName(node.func) === 'compare_digest');
  const isNamed = (each: Node): boolean =>
    holds(each, (node) => (node.kind === 'Name' || node.kind === 'Attribute') && dottedName(node) === text);
  const comparing = others.filter((each) => holds(each, isCompare));
  const isChecked = isOnlySet ? comparing.length > 0 && others.some(isNamed) : comparing.some(isNamed);
  return isChecked || (isOnlySet && body.some((each) => refusesByCall(each, model))) ? name : undefined;
}

const refusesByCall = (each: Stmt, model: SemanticModel): boolean =>
  each.kind === 'If' &&
  holds(each.test, ({ kind }) => kind === 'Call') &&
  each.body.some((inner) => answersRefusal(inner, model));

/** Around a function or a request the check goes on with it: `return fn(*args, **kwargs)`, `await call_next(request)`. */
export function goesOnWith(answer: Expression, model: SemanticModel): boolean {
  const call = withoutAwait(answer);
  if (call.kind !== 'Call' || call.func.kind !== 'Name') return false;
  const isHandedOn = call.args.some(({ kind }) => kind === 'Starred');
  const parameter = model.names.parameterOf(call.func);
  return parameter !== undefined && (isHandedOn || GOING_ON.has(parameter.arg));
}

const GOING_ON: ReadonlySet<string> = new Set(['call_next', 'handler', 'get_response', 'next_handler', 'continuation']);

/**
 * The subject of a test is what a function of this file gives that has no answer where something fails: `client = connect()`, whose handler
 * returns None.
 */
export function isNothingAfterFailure(subject: Expression, model: SemanticModel): boolean {
  return model.flow.origins(subject).some((origin) => {
    const call = withoutAwait(origin);
    const made = call.kind === 'Call' ? model.names.definitionOf(call.func) : undefined;
    if (made?.kind !== 'FunctionDef' && made?.kind !== 'AsyncFunctionDef') return false;
    return holdsInOwnCode(
      made.body,
      (node) => node.kind === 'ExceptHandler' && node.body.some((each) => each.kind === 'Return' && isNone(each.value)),
    );
  });
}

const isNone = (value: Expression | undefined): boolean =>
  value === undefined || (value.kind === 'Constant' && value.value.kind === 'none');
