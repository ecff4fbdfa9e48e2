/** Texts that a test followed by `raise` lets through or not, where a pattern says which. */
import { type Expression, type If, isNone } from '#ast';
import type { SemanticModel } from '#semantics';
import { compilePythonPattern, type MatchKind } from '#text/python-pattern';

export interface RefusedText {
  /** The expression whose text is judged. */
  readonly subject: Expression;
  readonly test: Expression;
  readonly pattern: string;
  readonly how: MatchKind;
  /** Refuses what matches, not what does not. */
  readonly refusesMatch: boolean;
}

/** What `if not re.fullmatch(P, key): raise` refuses, alone or joined by `or`; nothing where the pattern is not known. */
export function refusedTexts(branch: If, model: SemanticModel): RefusedText[] {
  if (branch.body.at(-1)?.kind !== 'Raise') return [];
  const { test } = branch;
  const tests = test.kind === 'BoolOp' && test.op === 'Or' ? test.values : [test];
  return tests.flatMap((each) => {
    const found = patternTest(each, model);
    return found === undefined ? [] : [{ ...found, test: each }];
  });
}

/** What is in the open places of a text; one that passes by itself shows that the pattern is understood. */
const SAMPLES = ['abc', 'a1', 'a', '7', '7f3a', 'ABC'];

/**
 * Whether a text of constant parts and open ones (null, few of them) is refused whatever is in the open ones: some
 * value by itself would pass, and no text made of such values does.
 */
export function refusesAlways(
  parts: readonly (string | null)[],
  { pattern, how, refusesMatch }: Pick<RefusedText, 'pattern' | 'how' | 'refusesMatch'>,
): boolean {
  const compiled = compilePythonPattern(pattern);
  if (compiled === undefined) return false;
  const passes = (text: string): boolean => compiled.matches(text, how) !== refusesMatch;
  if (!SAMPLES.some(passes)) return false;
  let texts = [''];
  for (const part of parts)
    texts = texts.flatMap((begun) => (part === null ? SAMPLES : [part]).map((next) => begun + next));
  return !texts.some(passes);
}

type PatternTest = Omit<RefusedText, 'test'>;

function patternTest(test: Expression, model: SemanticModel): PatternTest | undefined {
  if (test.kind === 'Compare') {
    const [op] = test.ops;
    const [right] = test.comparators;
    if (right === undefined || test.ops.length > 1) return undefined;
    if (op === 'In') return containment(test.left, right, model);
    const found = op === 'Is' && isNone(right) ? matchCall(test.left, model) : undefined;
    return found && { ...found, refusesMatch: false };
  }
  const isNegated = test.kind === 'UnaryOp' && test.op === 'Not';
  const found = matchCall(isNegated ? test.operand : test, model);
  return found && { ...found, refusesMatch: !isNegated };
}

/** `"/" in key`. */
function containment(part: Expression, subject: Expression, { values }: SemanticModel): PatternTest | undefined {
  const pattern = values.string(part)?.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  return pattern === undefined ? undefined : { subject, pattern, how: 'search', refusesMatch: true };
}

/** `re.match(P, x)`, `COMPILED.fullmatch(x)`, `x.isalnum()`. */
function matchCall(call: Expression, model: SemanticModel): Omit<PatternTest, 'refusesMatch'> | undefined {
  if (call.kind !== 'Call' || call.keywords.length > 0 || call.func.kind !== 'Attribute') return undefined;
  const { func, args } = call;
  if (func.attr === 'isalnum' && args.length === 0) {
    return { subject: func.value, pattern: '[^\\W_]+', how: 'fullmatch' };
  }
  const how = MATCHERS.find((each) => each === func.attr);
  if (how === undefined) return undefined;
  const isOfModule = model.names.qualifiedName(func) === `re.${how}`;
  const source = isOfModule ? args[0] : compiledSource(func.value, model);
  const subject = isOfModule ? args[1] : args[0];
  const pattern = source && model.values.string(source);
  if (subject === undefined || pattern === undefined || args.length !== (isOfModule ? 2 : 1)) return undefined;
  return { subject, pattern, how };
}

const MATCHERS: readonly MatchKind[] = ['match', 'fullmatch', 'search'];

/** The pattern of a name or attribute that is bound to `re.compile(P)` once. */
function compiledSource(compiled: Expression, { names, state }: SemanticModel): Expression | undefined {
  const values =
    compiled.kind === 'Name'
      ? names.resolve(compiled)?.definitions.map(({ value }) => value)
      : state
          .lifeOf(compiled)
          ?.of('create')
          .map(({ value }) => value);
  const value = values?.length === 1 ? values[0] : undefined;
  if (value?.kind !== 'Call' || names.qualifiedName(value.func) !== 're.compile') return undefined;
  return value.args.length === 1 && value.keywords.length === 0 ? value.args[0] : undefined;
}
