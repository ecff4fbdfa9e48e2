/** Functions that only answer yes or no. */
import { type Def, defsOf, type Expression, isWithin } from '../../ast/index.ts';
import { isEffectFree } from '../../semantics/effects/effect-free.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { onlyQueries } from './idle-checks.ts';

/** Checks of libraries that only answer; a wrong answer raises nothing. */
export const isKnownCheck = (name: string | undefined): boolean => name !== undefined && KNOWN_CHECKS.test(name);

const KNOWN_CHECKS = new RegExp(
  `^(?:${[
    '(?:hmac|secrets)\\.compare_digest|django\\.utils\\.crypto\\.constant_time_compare',
    'bcrypt\\.checkpw|werkzeug\\.security\\.check_password_hash|passlib\\.(?:\\w+\\.)*verify',
    'django\\.contrib\\.auth\\.(?:a?authenticate|hashers\\.a?check_password)',
    'pyotp\\.(?:\\w+\\.)*verify|itsdangerous\\.(?:\\w+\\.)*validate',
    'jsonschema\\.(?:\\w+\\.)*(?:is_valid|iter_errors)|cerberus\\.(?:\\w+\\.)*validate|validators\\.\\w+',
    're\\.(?:Pattern\\.)?(?:full)?match|re\\.(?:Pattern\\.)?search|builtins\\.(?:isinstance|issubclass|callable)',
    'os\\.access|os\\.path\\.(?:exists|isfile|isdir)|pathlib\\.Path\\.(?:exists|is_file|is_dir|is_relative_to)',
    'math\\.isclose|numpy\\.(?:allclose|array_equal)|torch\\.(?:allclose|equal)',
  ].join('|')})$`,
);

/** A function that answers and does nothing else, by its full name. */
export interface YesOrNoCheck {
  readonly fn: string;
  /** What it does besides is not known to be nothing. */
  readonly doesMore?: true;
  /** It answers yes, and no behind a handler that took its failure. */
  readonly showsFailure?: true;
  /** It gives what it found wrong, in place of yes or no. */
  readonly isReport?: true;
}

export function yesOrNoChecks(file: SemanticModel): readonly YesOrNoCheck[] {
  return defsOf(file.source.module).flatMap((fn): YesOrNoCheck[] => {
    const answer = answerOf(fn, file);
    if (answer === undefined) return [];
    const doesMore = fn.kind !== 'FunctionDef' || !isEffectFree(fn, file);
    // What acts only where it says no, tells someone why.
    const isQuery = onlyQueries(fn, file) && (CHECKING.test(fn.name) || answer === 'outright');
    const showsFailure = doesMore && answer === 'outright' && saysNoBehindHandler(fn, file);
    if (doesMore && !isQuery && !showsFailure) return [];
    return [
      {
        fn: file.names.fullNameOf(fn),
        ...(doesMore && { doesMore }),
        ...(showsFailure && { showsFailure }),
        ...(answer === 'report' && { isReport: true as const }),
      },
    ];
  });
}

/** `return True` at the end of the `try`, and `return False` in the handler or behind it; what raises by itself refuses so. */
function saysNoBehindHandler(fn: Def, { flow, context, handlers }: SemanticModel): boolean {
  const own = context.nodesOfFunction(fn, 'ExceptHandler');
  const refuses = context
    .nodesOfFunction(fn, 'Raise')
    .some(
      (raised) =>
        context.handlerAround(raised) === undefined && handlers.takerOf(raised, 'builtins.Exception') === undefined,
    );
  if (refuses) return false;
  return flow
    .returnValues(fn)
    .some(
      (value) =>
        isNo(value) &&
        own.some((each) => !handlers.describe(each).mayRaise && (isWithin(value, each) || flow.mayComeTo(each, value))),
    );
}

const isNo = (value: Expression | undefined): value is Expression =>
  value?.kind === 'Constant' && value.value.kind === 'bool' && !value.value.value;

const CHECKING = /^_?(?:is|has|can|may|verify|check|validate|authori[sz]e|require|ensure)_/;

/** Where it is said outright, no call is answered with that may do something; a report says what is wrong: a list that is empty where nothing is, a yes or no with its reason. */
function answerOf(fn: Def, file: SemanticModel): 'outright' | 'computed' | 'report' | undefined {
  const values = file.flow.returnValues(fn);
  const said = new Set(
    values.map((value) => (value?.kind === 'Constant' && value.value.kind === 'bool' ? value.value.value : undefined)),
  );
  // What always says the same says nothing.
  const isOpen = said.size > 1 || said.has(undefined);
  if (isOpen && values.every((value) => value !== undefined && isYesOrNo(value, file)))
    return values.every((value) => value?.kind !== 'Call') ? 'outright' : 'computed';
  const isReport = /^_?(?:verify|check|validate)/.test(fn.name) && values.length > 0;
  return isReport && values.every((value) => value !== undefined && describesFailure(value, file))
    ? 'report'
    : undefined;
}

function describesFailure(value: Expression, { flow }: SemanticModel): boolean {
  const [first] = value.kind === 'Tuple' ? value.elts : [];
  if (first?.kind === 'Constant') return first.value.kind === 'bool';
  return [value, ...flow.origins(value)].some(({ kind }) => kind === 'List' || kind === 'ListComp');
}

/** A comparison, a truth, or what is known to be one. */
export function isYesOrNo(value: Expression, file: SemanticModel): boolean {
  if (value.kind === 'Compare') return true;
  if (value.kind === 'Constant') return value.value.kind === 'bool';
  if (value.kind === 'UnaryOp') return value.op === 'Not';
  if (value.kind === 'BoolOp') return value.values.every((each) => isYesOrNo(each, file));
  if (value.kind === 'Call' && isKnownCheck(file.types.calleeName(value.func))) return true;
  return file.types.classOf(value) === 'builtins.bool';
}
