import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  type Def,
  type ExceptHandler,
  headerSpan,
  type If,
  type Node,
  namesOfCalls,
  presenceTested,
  shortText,
  walkOwnCode,
} from '#kit/code';
import {
  bodyOfCheck,
  isSecurityCheck,
  passedAfter,
  raisesWithoutSuccess,
  refusalPassedOver,
  saysYes,
  speaksOfSecurity,
} from '#kit/errors';

export default defineSourceRule({
  docs: {
    summary: 'security check that lets pass when it fails itself',
    why: 'Whoever can make the check raise, by a malformed token or an unreachable service, or runs it where a library is missing, is let in.',
    remedy: 'Refuse in the handler: return `False` or raise, and let the rest of the code see why.',
    harm: 'admits',
    ceiling: 'P1',
    profile: 'strict',
    precision: 'medium',
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
  visit: { FunctionDef: check, AsyncFunctionDef: check, ExceptHandler: reportGate },
});

/**
 * Boundary to its neighbours: `bare-except`, `swallowed-exception` and `blind-except` speak of what a handler loses, each
 * handler of one of them; this rule speaks of what a handler lets pass and may stand beside the one. `import-fallback-mock`
 * takes stand-ins that are made where an import fails; this rule takes the check that answers yes there.
 */
function check(fn: Def, ctx: SourceContext): void {
  if (!isSecurityCheck(fn, ctx.context.classOfMethod(fn)) || ctx.context.isTestCode(fn)) return;
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'ExceptHandler') reportHandler(node, fn, ctx);
    else if (node.kind === 'If') reportMissingLibrary(node, fn, ctx);
    return undefined;
  });
}

function reportHandler(handler: ExceptHandler, fn: Def, ctx: SourceContext): void {
  const described = ctx.handlers.describe(handler);
  const { isBroad, failing, logs, explanation } = described;
  if (!isBroad && !described.takes(MISSING)) return;
  if (raisesWithoutSuccess(handler, ctx)) return;
  const passed = passedAfter(handler, fn, ctx);
  const body = passed !== undefined && handler.parent?.kind === 'Try' ? bodyOfCheck(handler.parent, fn, ctx) : 'writes';
  // What follows the refusals and only writes lets nobody in: it keeps books.
  if (passed === undefined || body === 'writes') return;
  // A library that is away may just not matter; where somebody is warned, it did the checking.
  if (!isBroad && passed.isBehind && logs.length === 0) return;
  const cause = isBroad ? `${namesOfCalls(failing)} fails` : 'a library is missing';
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `\`${fn.name}\` lets pass when ${cause}: ${passed.how}`,
    // Somebody decided so and says why; who asks for strictness wants to see it all the same.
    ...(isBroad && explanation !== undefined && { heldBack: 'a comment there gives a reason' }),
    ...(body === 'unknown' && { heldBack: 'what the body calls is not known, and may only keep books' }),
    ...(passed.at !== undefined && { related: [{ at: passed.at, message: 'the check passes here' }] }),
  });
}

/** The check stands in the midst of other work: `if denied: raise Denied`, let through by `except Denied: raise`. */
function reportGate(handler: ExceptHandler, ctx: SourceContext): void {
  const around = ctx.context.defAround(handler);
  if (around === undefined || ctx.context.isTestCode(handler)) return;
  if (isSecurityCheck(around, ctx.context.classOfMethod(around))) return;
  const refusal = refusalPassedOver(handler, ctx);
  if (refusal?.exc === undefined) return;
  const refused = shortText(refusal.exc, ctx.text);
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `when the check fails itself the code goes on as though there were no \`${refused}\``,
    ceiling: 'P2',
    ...(!speaksOfSecurity(refused) && { heldBack: 'whether what it refuses is a matter of security is not seen' }),
    related: [{ at: refusal, message: 'this refusal is let through' }],
  });
}

/** `if not HAS_JWT: return True`, where the flag is unset because an import failed. */
function reportMissingLibrary(branch: If, fn: Def, ctx: SourceContext): void {
  const tested = presenceTested(branch.test);
  const answer = branch.body.find((statement) => statement.kind === 'Return')?.value;
  if (tested?.isPresent !== false || tested.subject.kind !== 'Name') return;
  if (answer === undefined || !saysYes(answer, ctx)) return;
  const binding = ctx.names.resolve(tested.subject);
  const unset = binding?.definitions.find(({ node }) => isWhereImportFailed(node, ctx));
  if (binding?.scope.kind !== 'module' || unset === undefined) return;
  ctx.report({
    at: branch.test,
    message: `\`${fn.name}\` lets pass where the import behind \`${tested.subject.id}\` failed: it returns \`${ctx.text.slice(answer)}\``,
    related: [{ at: unset.node, message: 'the failed import is passed over here' }],
  });
}

function isWhereImportFailed(node: Node, ctx: SourceContext): boolean {
  const around = ctx.context.handlerAround(node);
  const handler = around && ctx.handlers.describe(around);
  return handler !== undefined && !handler.isBroad && handler.takes(MISSING);
}

const MISSING = 'builtins.ModuleNotFoundError';
