/** How a check says yes: by an answer, by a weaker check, or by ending without the exception that refuses. */
import {
  type Def,
  type ExceptHandler,
  type Expression,
  holds,
  isWithin,
  lastName,
  type Node,
  type Stmt,
  statementsBehind,
  type Try,
  walk,
  withoutAwait,
  wordsOfName,
} from '#ast';
import type { DoubtId } from '#findings';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

export interface CheckPassed {
  /** For a message: `the handler returns …`. */
  readonly how: string;
  readonly at: Node | undefined;
  /** The handler only ends; the code behind it decides. */
  readonly isBehind: boolean;
  readonly doubt?: DoubtId;
}

/** How a check passes once a handler of it ran; undefined when it refuses, or when that is not known. */
export function passedAfter(
  handler: ExceptHandler,
  fn: Def,
  model: SemanticModel,
  passes = true,
): CheckPassed | undefined {
  const { goesOn, mayRaise, fallback } = model.handlers.describe(handler);
  if (mayRaise || handler.parent?.kind !== 'Try') return undefined;
  const returned = fallback?.parent?.kind === 'Return' ? fallback : undefined;
  if (returned !== undefined) {
    const isYes = saysYes(returned, model, passes);
    if (!isYes && !isWeakerCheck(returned, model)) return undefined;
    const how = `the handler ${isYes ? 'returns' : 'falls back to'} \`${model.source.text.slice(returned)}\``;
    return { how, at: undefined, isBehind: false };
  }
  return goesOn ? passedBehind(handler, handler.parent, fn, model, passes) : undefined;
}

/** The code behind a `try` says yes, or says nothing in a check that refuses by raising. */
function passedBehind(
  handler: ExceptHandler,
  tried: Try,
  fn: Def,
  model: SemanticModel,
  passes: boolean,
): CheckPassed | undefined {
  const behind = statementsBehind(tried);
  const decided = namesBoundIn(tried);
  const deciding = behind.filter((statement) => testsAny(statement, decided));
  if (deciding.some((statement) => !isPassedOver(statement, handler, model))) return undefined;
  const answer = behind.find(({ kind }) => kind === 'Return' || kind === 'Raise');
  if (answer?.kind === 'Return') {
    const left = answer.value === undefined ? [] : leftOver(answer.value, handler, model);
    const isYes = left.length > 0 && left.every((value) => saysYes(value, model, passes));
    return isYes
      ? {
          how: `the handler continues, and the code after it ${passes ? 'returns true' : 'finds nothing wrong'}`,
          at: answer,
          isBehind: true,
        }
      : undefined;
  }
  const refusesByRaising =
    answer === undefined &&
    // Of its own: what the handler catches is the refusal itself.
    holdsInOwnCode(tried.body, ({ kind }) => kind === 'Raise') &&
    model.flow.returnValues(fn).every((value) => value === undefined);
  const how = 'the handler continues, and the check ends without the exception that refuses';
  return refusesByRaising ? { how, at: undefined, isBehind: true } : undefined;
}

/** What is given back where the `try` came to nothing: of a name, what the handler binds it to, or what it held before. */
function leftOver(answer: Expression, handler: ExceptHandler, { flow }: SemanticModel): readonly Expression[] {
  if (answer.kind !== 'Name') return [answer];
  const bound = flow.reachingDefinitions(answer);
  const own = bound.filter(({ node }) => isWithin(node, handler));
  const before = bound.filter(({ node }) => node.end <= (handler.parent?.start ?? 0));
  return (own.length > 0 ? own : before).flatMap(({ value }) => value ?? []);
}

/** `infected = False` in the handler, and `if infected: raise` behind it. */
function isPassedOver(statement: Stmt, handler: ExceptHandler, model: SemanticModel): boolean {
  if (statement.kind !== 'If' || statement.orelse.length > 0) return false;
  const isRefused = statement.body.some(({ kind }) => kind === 'Raise' || kind === 'Return');
  const { test } = statement;
  const value = test.kind === 'UnaryOp' && test.op === 'Not' ? test.operand : test;
  if (!isRefused || value.kind !== 'Name') return false;
  const bound = handler.body.find(
    (each) => each.kind === 'Assign' && each.targets.some((target) => target.kind === 'Name' && target.id === value.id),
  );
  const folded = bound?.kind === 'Assign' ? model.values.fold(bound.value) : undefined;
  return folded?.kind === 'bool' && folded.value === (value !== test);
}

/** Names that the `try` and its handlers decide. */
function namesBoundIn(tried: Try): ReadonlySet<string> {
  const names = new Set<string>();
  walk(tried, (node) => {
    if (node.kind === 'Name' && node.ctx === 'Store') names.add(node.id);
  });
  return names;
}

function testsAny(statement: Stmt, names: ReadonlySet<string>): boolean {
  if (statement.kind !== 'If' && statement.kind !== 'Assert') return false;
  return holds(statement.test, (node) => node.kind === 'Name' && names.has(node.id));
}

/** Keywords and keys by which an answer says that all is well. */
const PASSING: ReadonlySet<string> = new Set(
  words('valid is_valid allowed is_allowed authorized authenticated safe is_safe ok passed verified success'),
);

/** `True`, `(True, None)`, `{"valid": True}`, `Result(allowed=True)`; of a question whose yes keeps someone out, `False` or nothing. */
export function saysYes(answer: Expression, model: SemanticModel, passes = true): boolean {
  if (!passes) {
    const folded = model.values.fold(answer);
    return folded?.kind === 'none' || (folded?.kind === 'bool' && !folded.value);
  }
  const isTrue = (value: Expression | undefined): boolean => {
    const folded = value === undefined ? undefined : model.values.fold(value);
    return folded?.kind === 'bool' && folded.value;
  };
  const isPassing = (name: string | undefined, value: Expression | undefined): boolean =>
    name !== undefined && PASSING.has(name) && isTrue(value);
  switch (answer.kind) {
    case 'Tuple':
      return isTrue(answer.elts[0]);
    case 'Dict':
      return answer.keys.some((key, i) => isPassing(key && model.values.string(key), answer.values[i]));
    case 'Call':
      return answer.keywords.some((keyword) => isPassing(keyword.arg, keyword.value));
    default:
      return isTrue(answer);
  }
}

/** A second way that is known to be weaker, by its name. */
const WEAKER: ReadonlySet<string> = new Set(
  words('fallback basic simple simplified simulated simulate mock dummy insecure weak stub fake dev naive'),
);

/** A function of this file whose name says that it is second best, and that may say yes. */
function isWeakerCheck(value: Expression, model: SemanticModel): boolean {
  const call = withoutAwait(value);
  if (call.kind !== 'Call' || !wordsOfName(lastName(call.func) ?? '').some((word) => WEAKER.has(word))) return false;
  const weaker = definitionCalled(model, call);
  if (weaker === undefined || weaker.kind === 'ClassDef') return false;
  const mayPass = (answer: Expression | undefined): boolean =>
    answer !== undefined && (answer.kind === 'Compare' || saysYes(answer, model));
  return model.flow.returnValues(weaker).some(mayPass);
}
