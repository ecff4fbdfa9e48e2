import {
  type AsyncFunctionDef,
  ancestors,
  blockAround,
  defineSourceRule,
  type ExceptHandler,
  type Expression,
  type FunctionDef,
  headerSpan,
  holds,
  type If,
  isSecurityCheck,
  NOT_PRODUCTION,
  type Node,
  namesOfCalls,
  presenceTested,
  type SourceContext,
  type Stmt,
  type Try,
  walk,
  walkOwnCode,
  wordsOfName,
} from '#kit';

/** Keywords and keys by which an answer says that all is well. */
const PASSING: ReadonlySet<string> = new Set(
  'valid is_valid allowed is_allowed authorized authenticated safe is_safe ok passed verified success'.split(' '),
);

/** A second way that is known to be weaker, by its name. */
const WEAKER: ReadonlySet<string> = new Set(
  'fallback basic simple simplified simulated simulate mock dummy insecure weak stub fake dev naive'.split(' '),
);

export default defineSourceRule({
  docs: {
    summary: 'security check that lets pass when it fails itself',
    why: 'Whoever can make the check raise, by a malformed token or an unreachable service, or runs it where a library is missing, is let in.',
    remedy: 'Refuse in the handler: return `False` or raise, and let the rest of the code see why.',
    severity: 'P0',
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
  visit: { FunctionDef: check, AsyncFunctionDef: check },
});

/**
 * Boundary to its neighbours: `bare-except`, `swallowed-exception` and `blind-except` speak of what a handler loses, each
 * handler of one of them; this rule speaks of what a handler lets pass and may stand beside the one. `import-fallback-mock`
 * takes stand-ins that are made where an import fails; this rule takes the check that answers yes there.
 */
function check(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  if (!isSecurityCheck(fn, ctx.context.classOfMethod(fn)) || ctx.context.isTestCode(fn)) return;
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'ExceptHandler') reportHandler(node, fn, ctx);
    else if (node.kind === 'If') reportMissingLibrary(node, fn, ctx);
    return undefined;
  });
}

function reportHandler(handler: ExceptHandler, fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  const described = ctx.handlers.describe(handler);
  const isImport = described.catches.some((name) => IMPORT_ERRORS.has(name));
  const isBroad = described.breadth !== 'narrow' && described.breadth !== 'unknown';
  if ((!isBroad && !isImport) || handler.parent?.kind !== 'Try') return;
  const passed = passOf(handler, handler.parent, fn, ctx);
  if (passed === undefined) return;
  // A library that is away may just not matter; where somebody is warned, it did the checking.
  if (!isBroad && passed.isBehind && described.logs.length === 0) return;
  const cause = isBroad ? `${whatFails(handler.parent, ctx)} fails` : 'a library is missing';
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `\`${fn.name}\` lets pass when ${cause}: ${passed.how}`,
    // Somebody decided so and says why; who asks for strictness wants to see it all the same.
    ...(isBroad && described.explanation !== undefined && { severity: 'P1' as const, profile: 'strict' as const }),
    ...(passed.at !== undefined && { related: [{ at: passed.at, message: 'the check passes here' }] }),
  });
}

const IMPORT_ERRORS: ReadonlySet<string> = new Set(['builtins.ImportError', 'builtins.ModuleNotFoundError']);

function whatFails({ body }: Try, ctx: SourceContext): string {
  return namesOfCalls(ctx.effects.newsworthy(body));
}

interface Pass {
  readonly how: string;
  readonly at: Node | undefined;
  /** The handler only ends; the code behind it decides. */
  readonly isBehind?: true;
}

/** How the check passes once the handler ran; undefined when it refuses, or when that is not known. */
function passOf(
  handler: ExceptHandler,
  tried: Try,
  fn: FunctionDef | AsyncFunctionDef,
  ctx: SourceContext,
): Pass | undefined {
  const { exits, mayRaise, fallback } = ctx.handlers.describe(handler);
  const returned = fallback?.parent?.kind === 'Return' ? fallback : undefined;
  if (mayRaise) return undefined;
  if (returned !== undefined && isYes(returned, ctx)) {
    return { how: `the handler returns \`${ctx.text.slice(returned)}\``, at: undefined };
  }
  if (returned !== undefined && isWeakerCheck(returned, ctx)) {
    return { how: `the handler leaves it to \`${ctx.text.slice(returned)}\``, at: undefined };
  }
  if (exits.returns || exits.breaks || !(exits.falls || exits.continues)) return undefined;
  return passBehind(tried, fn, ctx);
}

/** The handler ends and the code behind says yes, or says nothing in a check that refuses by raising. */
function passBehind(tried: Try, fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): Pass | undefined {
  const behind = statementsBehind(tried, fn);
  const decided = namesBound(tried);
  if (behind.some((statement) => testsAny(statement, decided))) return undefined;
  const last = behind.findIndex(({ kind }) => kind === 'Return' || kind === 'Raise');
  const answer = behind[last];
  if (answer?.kind === 'Return') {
    const isPassing = answer.value !== undefined && isYes(answer.value, ctx);
    return isPassing
      ? { how: 'the handler goes on, and the code behind it says yes', at: answer, isBehind: true }
      : undefined;
  }
  const refusal = answer === undefined ? refusalIn(tried) : undefined;
  const answersNothing = ctx.flow.returnValues(fn).every((value) => value === undefined);
  return refusal !== undefined && answersNothing
    ? {
        how: 'the handler goes on, and the check is over without the exception that refuses',
        at: undefined,
        isBehind: true,
      }
    : undefined;
}

/** What runs when the statement is over: behind it, and behind the blocks around it up to the end of the function. */
function statementsBehind(statement: Stmt, fn: Node): readonly Stmt[] {
  const behind = [...after(statement)];
  for (const parent of ancestors(statement)) {
    if (parent === fn) break;
    if (parent.kind !== 'ExceptHandler') behind.push(...after(parent));
  }
  return behind;
}

const after = (statement: Node): readonly Stmt[] =>
  blockAround(statement).filter(({ start }) => start >= statement.end);

/** Names that the `try` and its handlers decide. */
function namesBound(tried: Try): ReadonlySet<string> {
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

/** `raise` in the `try` body, of its own: what the handler catches is the refusal itself. */
function refusalIn({ body }: Try): Node | undefined {
  let found: Node | undefined;
  walkOwnCode(body, (node) => {
    if (node.kind === 'Raise') found ??= node;
    return undefined;
  });
  return found;
}

/** `True`, `(True, None)`, `{"valid": True}`, `Result(allowed=True)`. */
function isYes(value: Expression, ctx: SourceContext): boolean {
  switch (value.kind) {
    case 'Tuple':
      return value.elts[0] !== undefined && isTrue(value.elts[0], ctx);
    case 'Dict':
      return value.keys.some((key, i) => isPassing(key && ctx.values.string(key), value.values[i], ctx));
    case 'Call':
      return value.keywords.some((keyword) => isPassing(keyword.arg, keyword.value, ctx));
    default:
      return isTrue(value, ctx);
  }
}

function isPassing(name: string | undefined, value: Expression | undefined, ctx: SourceContext): boolean {
  return name !== undefined && PASSING.has(name) && value !== undefined && isTrue(value, ctx);
}

function isTrue(value: Expression, ctx: SourceContext): boolean {
  const folded = ctx.values.fold(value);
  return folded?.kind === 'bool' && folded.value;
}

/** A function of this file whose name says that it is second best, and that may say yes. */
function isWeakerCheck(value: Expression, ctx: SourceContext): boolean {
  const call = value.kind === 'Await' ? value.value : value;
  if (call.kind !== 'Call') return false;
  const { func } = call;
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  if (!wordsOfName(name).some((word) => WEAKER.has(word))) return false;
  const own = func.kind === 'Attribute' ? ctx.context.classAround(value) : undefined;
  const weaker = own === undefined ? ctx.names.definitionOf(func) : ctx.state.methodsOf(own).get(name);
  if (weaker === undefined || weaker.kind === 'ClassDef') return false;
  return ctx.flow.returnValues(weaker).some((answer) => answer !== undefined && isYesPossible(answer, ctx));
}

function isYesPossible(value: Expression, ctx: SourceContext): boolean {
  const folded = ctx.values.fold(value);
  return folded === undefined ? value.kind === 'Compare' || isYes(value, ctx) : isYes(value, ctx);
}

/** `if not HAS_JWT: return True`, where the flag is unset because an import failed. */
function reportMissingLibrary(branch: If, fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): void {
  const tested = presenceTested(branch.test);
  const [first] = branch.body.filter(({ kind }) => kind === 'Return');
  if (tested?.isPresent !== false || tested.subject.kind !== 'Name' || first?.kind !== 'Return') return;
  if (first.value === undefined || !isYes(first.value, ctx)) return;
  const binding = ctx.names.resolve(tested.subject);
  const unset = binding?.definitions.find(({ node }) => isInImportHandler(node, ctx));
  if (binding?.scope.kind !== 'module' || unset === undefined) return;
  ctx.report({
    at: branch.test,
    message: `\`${fn.name}\` lets pass where the import behind \`${tested.subject.id}\` failed: it returns \`${ctx.text.slice(first.value)}\``,
    related: [{ at: unset.node, message: 'the failed import is passed over here' }],
  });
}

function isInImportHandler(node: Node, ctx: SourceContext): boolean {
  for (const around of ancestors(node)) {
    if (around.kind !== 'ExceptHandler') continue;
    return ctx.handlers.describe(around).catches.some((name) => IMPORT_ERRORS.has(name));
  }
  return false;
}
