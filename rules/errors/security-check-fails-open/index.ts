import {
  type Def,
  type ExceptHandler,
  headerSpan,
  type If,
  lastName,
  namesOfCalls,
  presenceTested,
  type Stmt,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isSecurityCheck, type SecurityCheck, securityCheckOf } from '#kit/checks';
import { holdsInOwnCode, walkOwnCode } from '#semantics/effects/calls-within';
import { raisesWithoutSuccess } from '../_shared/counted-successes.ts';
import { bodyOfCheck } from './bookkeeping.ts';
import { passedAfter, saysYes } from './check-passed.ts';
import {
  answersNo,
  decidesAlone,
  isFailureOfService,
  isWhereImportFailed,
  letsPassUnset,
  MISSING,
  refusesByRaising,
} from './decisions.ts';
import { answerPassedOver, checkPassedOver, refusalPassedOver, refusesForSecurity } from './gate.ts';
import { checkedOnlyIfSet, goesOnWith, isNothingAfterFailure, secretAbsent, takenUnverified } from './unverified.ts';

export default defineSourceRule({
  docs: {
    summary: 'security check that fails open',
    why: 'An attacker who can make the check raise, for example with a malformed token, gets in. If a library or the secret is missing, everyone gets in.',
    remedy: 'Fail closed: deny access or raise when the check itself fails, and log the failure',
    harm: 'grants-access',
    severity: {
      'handler allows access': 'P0',
      'refusal or check skipped': 'P0',
      'rate-limit store unavailable': 'P1',
      'the secret is not set': 'P1',
      'the library of the check is missing': 'P0',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [636, 755],
    origin: [
      { document: 'CORTEX Architectural Audit Report', finding: 'ERR-003' },
      { document: 'TenSafe Issue Register', finding: 'AUTH-01' },
    ],
    measured: { read: 2, right: 2, on: 'camel_ai, TenSafe; none in 80 other packages' },
    bad: 'def verify_token(token):\n    try:\n        decode(token)\n        return True\n    except Exception:\n        return True\n',
    good: 'def verify_token(token):\n    try:\n        decode(token)\n        return True\n    except Exception:\n        return False\n',
  },
  skips: NOT_PRODUCTION,
  visit: { FunctionDef: check, AsyncFunctionDef: check, ExceptHandler: reportGate, If: reportConditionalCheck },
});

/**
 * Boundary to its neighbours: `bare-except`, `swallowed-exception` and `blind-except` speak of what a handler loses, each
 * handler of one of them; this rule speaks of what a handler lets pass and may be beside the one. `import-fallback-mock`
 * takes stand-ins that are made where an import fails; this rule takes the check that answers yes there.
 */
function check(fn: Def, ctx: SourceContext): void {
  const judged = securityCheckOf(fn, ctx.context.classOfMethod(fn), ctx);
  if (judged === undefined) return;
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'ExceptHandler') reportHandler(node, fn, judged, ctx);
    else if (node.kind === 'If') {
      reportMissingLibrary(node, fn, ctx);
      reportUnset(node, fn, ctx);
    }
    return undefined;
  });
}

function reportHandler(
  handler: ExceptHandler,
  fn: Def,
  { passes, doubt, isLimit }: SecurityCheck,
  ctx: SourceContext,
): void {
  const described = ctx.handlers.describe(handler);
  const { isBroad, failing, logs } = described;
  const isMissing = described.takes(MISSING);
  if (!isBroad && !isMissing && !isFailureOfService(described, ctx)) return;
  if (raisesWithoutSuccess(handler, ctx)) return;
  const passed = passedAfter(handler, fn, ctx, passes) ?? takenUnverified(handler, ctx);
  const body = passed !== undefined && handler.parent?.kind === 'Try' ? bodyOfCheck(handler.parent, fn, ctx) : 'writes';
  // What follows the refusals and only writes lets nobody in: it keeps books.
  if (passed === undefined || body === 'writes') return;
  // A library that is away may just not matter; where someone is warned, it did the checking.
  if (!isBroad && isMissing && passed.isBehind && logs.length === 0) return;
  const cause = isBroad || !isMissing ? `${namesOfCalls(failing)} fails` : 'a library is missing';
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `check fails open: \`${fn.name}\` grants access when ${cause}: ${passed.how}`,
    kind: isLimit ? 'rate-limit store unavailable' : undefined,
    doubt: passed.doubt ?? doubt ?? (body === 'unknown' ? 'opaque-callee' : undefined),
    ...(passed.at !== undefined && { related: [{ at: passed.at, message: 'the check passes here' }] }),
  });
}

/** The check is in the midst of other work: `if denied: raise Denied`, let through by `except Denied: raise`. */
function reportGate(handler: ExceptHandler, ctx: SourceContext): void {
  const around = ctx.context.defAround(handler);
  if (around === undefined) return;
  if (isSecurityCheck(around, ctx.context.classOfMethod(around))) return;
  const refusal = refusalPassedOver(handler, ctx) ?? answerPassedOver(handler, ctx);
  if (refusal === undefined) reportPassedOver(handler, ctx);
  const said = refusal?.kind === 'Raise' ? refusal.exc : refusal && 'value' in refusal ? refusal.value : undefined;
  if (refusal === undefined || said === undefined || !('kind' in said)) return;
  const refused = shortText(said, ctx.text);
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `check fails open: when the check itself fails, execution continues without \`${refused}\``,
    kind: 'refusal or check skipped',
    doubt: refusal.kind === 'Raise' && !refusesForSecurity(refusal, ctx) ? 'role-from-name' : undefined,
    related: [{ at: refusal, message: 'this refusal is swallowed' }],
  });
}

/** `try: verify_token(token)`, `except Exception: log(…)`, and what it guards is done all the same. */
function reportPassedOver(handler: ExceptHandler, ctx: SourceContext): void {
  const call = checkPassedOver(handler, ctx);
  if (call === undefined) return;
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `check fails open: exceptions of \`${lastName(call.func)}\` are swallowed, and its result is not tested afterwards`,
    kind: 'refusal or check skipped',
    doubt: 'role-from-name',
    related: [{ at: call, message: 'the check that is skipped' }],
  });
}

/** `if not SECRET: return True`: who forgot to set it lets everybody in. */
function reportUnset(branch: If, fn: Def, ctx: SourceContext): void {
  const unset = secretAbsent(branch.test, fn, ctx);
  const answer = branch.body.at(-1);
  if (unset === undefined || answer?.kind !== 'Return') return;
  const isPassing = answer.value === undefined ? refusesByRaising(fn) : letsPassUnset(answer.value, fn, ctx);
  if (isPassing) reportOpen(branch, unset, ctx, answer);
}

/** `if SECRET and presented != SECRET: refuse`, and a wrapper that goes on where the store of its limit is away. */
function reportConditionalCheck(branch: If, ctx: SourceContext): void {
  const fn = ctx.context.defAround(branch);
  if (fn === undefined) return;
  const unset = checkedOnlyIfSet(branch, ctx);
  if (unset !== undefined && decidesAlone(branch, ctx)) reportOpen(branch, unset, ctx);
  const tested = presenceTested(branch.test);
  const [answer] = branch.body.slice(-1);
  if (tested?.isPresent !== false || answer?.kind !== 'Return' || answer.value === undefined) return;
  if (!goesOnWith(answer.value, ctx) || !isNothingAfterFailure(tested.subject, ctx)) return;
  if (!holdsInOwnCode(fn.body, (node) => node.kind === 'Return' && node !== answer && answersNo(node, ctx))) return;
  ctx.report({
    at: branch.test,
    message: `check fails open: \`${fn.name}\` grants access when \`${shortText(tested.subject, ctx.text)}\` is unavailable`,
    ...{ kind: 'rate-limit store unavailable', remedy: 'Reject requests, or count in memory, until it is back' },
    related: [{ at: answer, message: 'the check passes here' }],
  });
}

function reportOpen(branch: If, unset: string, ctx: SourceContext, answer?: Stmt): void {
  ctx.report({
    at: branch.test,
    message: `check fails open: \`${ctx.context.defAround(branch)?.name}\` grants access to every client when \`${unset}\` is not set`,
    remedy: 'Refuse access, or do not start, when the secret is not set',
    kind: 'the secret is not set',
    related: [answer ?? branch.orelse.at(-1) ?? []].flat().map((at) => ({ at, message: 'nothing is checked here' })),
  });
}

/** `if not HAS_JWT: return True`, where the flag is unset because an import failed. */
function reportMissingLibrary(branch: If, fn: Def, ctx: SourceContext): void {
  const tested = presenceTested(branch.test);
  const answer = branch.body.find((statement) => statement.kind === 'Return');
  if (tested?.isPresent !== false || tested.subject.kind !== 'Name' || answer === undefined) return;
  if (!(answer.value === undefined ? refusesByRaising(fn) : saysYes(answer.value, ctx))) return;
  const binding = ctx.names.resolve(tested.subject);
  const unset = binding?.definitions.find(({ node }) => isWhereImportFailed(node, ctx));
  if (binding?.scope.kind !== 'module' || unset === undefined) return;
  ctx.report({
    at: branch.test,
    ...{ kind: 'the library of the check is missing', remedy: 'Raise at import if the library is missing' },
    message: `check fails open: \`${fn.name}\` grants access when \`${tested.subject.id}\` could not be imported: it runs \`${ctx.text.slice(answer)}\``,
    related: [{ at: unset.node, message: 'the failed import is ignored here' }],
  });
}
