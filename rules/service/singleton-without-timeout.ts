import {
  type Assign,
  type Call,
  callKeyword,
  type Def,
  decoratorsOf,
  type Expression,
  type Node,
  presenceTested,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type Problem, rootNames, type SourceContext } from '#kit';
import { findFirstUse } from '#kit/concurrency';
import { CLIENT_TIMEOUTS, LIMITED_CLIENTS, LIMITED_FROM, UNLIMITED_WITH } from '#knowledge/client-timeouts';

const CACHED: ReadonlySet<string> = new Set(['functools.lru_cache', 'functools.cache', 'functools.cached_property']);
/** Arguments that may hold the timeout: an address with parameters, a pool, settings. */
const HOLDING = /(^|_)(dsn|pool|config|options|kwargs|transport)$|timeout/i;

export default defineSourceRule({
  docs: {
    summary: 'missing timeout: shared network client',
    why: 'A server that accepts a connection but never answers can block every caller of the shared client for minutes or forever.',
    remedy: 'Set a timeout when the client is created',
    harm: 'hangs',
    severity: {
      'no timeout': 'P2',
      'library has a default timeout': 'P3',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-011' }],
    measured: { read: 9, right: 8, on: 'llama-stack, agno, feast, chainlit, langchain_community, mlflow, ray' },
    bad: 'import redis\n\n_client = None\n\ndef get_client():\n    global _client\n    if _client is None:\n        _client = redis.Redis(host="cache")\n    return _client\n',
    good: 'import redis\n\n_client = None\n\ndef get_client():\n    global _client\n    if _client is None:\n        _client = redis.Redis(host="cache", socket_timeout=2)\n    return _client\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: rootNames(CLIENT_TIMEOUTS.keys()),
  visit: {
    Call(call, ctx) {
      const name = ctx.names.qualifiedName(call.func);
      const timeouts = name === undefined ? undefined : CLIENT_TIMEOUTS.get(name);
      if (name === undefined || timeouts === undefined || hasTimeout(call, timeouts, ctx)) return;
      const unlimitedWith = UNLIMITED_WITH.get(name);
      if (unlimitedWith !== undefined && callKeyword(call, unlimitedWith) === undefined) return;
      if (isOfFile(call, ctx)) return;
      const kept = keptIn(call, ctx) ?? (LIMITED_CLIENTS.has(name) ? undefined : keptByObject(call, ctx));
      if (kept === undefined) return;
      ctx.report({
        at: call.func,
        message: `shared client \`${kept.name}\` has no timeout: \`${name}\` is created without \`${timeouts[0]}\``,
        remedy: `Pass ${timeouts[0] === 'connect_args' ? 'a timeout of the driver in ' : ''}\`${timeouts[0]}\` to \`${name}\``,
        kind: LIMITED_CLIENTS.has(name) ? 'library has a default timeout' : undefined,
        ...unlessLimited(name, ctx),
        doubt: kept.doubt,
      });
    },
  },
});

/** Later versions of the library wait for some seconds only. */
function unlessLimited(name: string, ctx: SourceContext): Pick<Problem, 'when'> {
  const library = name.slice(0, name.indexOf('.'));
  const version = LIMITED_FROM.get(library);
  if (version === undefined) return {};
  const question = {
    kind: 'allows-version-below',
    distribution: library,
    version,
    from: ctx.path,
    asLocked: true,
  } as const;
  return { when: { question, yes: 'keep', no: 'drop', unknown: 'keep' } };
}

function hasTimeout(call: Call, timeouts: readonly string[], ctx: SourceContext): boolean {
  if (call.args.some(({ kind }) => kind === 'Starred')) return true;
  if (timeouts.some((keyword) => ctx.values.argument(call, keyword, undefined).kind !== 'absent')) return true;
  if (call.keywords.some(({ arg }) => arg !== undefined && HOLDING.test(arg))) return true;
  return call.args.some((argument) => /timeout/i.test(ctx.values.string(argument) ?? ''));
}

/** An engine of SQLAlchemy for SQLite opens a file. */
const isOfFile = ({ args: [address] }: Call, { values }: SourceContext): boolean =>
  address !== undefined && /^sqlite\b/.test(values.string(address) ?? '');

interface Kept {
  readonly name: string;
  readonly doubt?: DoubtId;
}

/** What keeps the client for all callers, when it is made at its first use; undefined for all others. */
function keptIn(call: Call, ctx: SourceContext): Kept | undefined {
  const fn = ctx.context.defAround(call);
  const statement = statementOf(call);
  if (fn === undefined) return undefined;
  if (statement?.kind === 'Return') return isCached(fn, ctx) ? { name: fn.name } : keptByCaller(fn, ctx);
  const [target] = statement?.kind === 'Assign' ? statement.targets : [];
  if (statement?.kind !== 'Assign' || target === undefined) return undefined;
  const isFirstUse = findFirstUse(statement, ctx) !== undefined || isOwnFirstUse(statement, target, ctx);
  return isFirstUse ? { name: ctx.text.slice(target) } : undefined;
}

/** `_client = make_client()` at the first use, in the same file. */
function keptByCaller(maker: Def, ctx: SourceContext): Kept | undefined {
  const calls = (ctx.names.lookup(maker.name, maker)?.references ?? []).flatMap(({ parent }) =>
    parent?.kind === 'Call' && statementOf(parent)?.kind === 'Assign' ? parent : [],
  );
  return calls.map((each) => keptIn(each, ctx)).find((kept) => kept !== undefined);
}

/** `cache = …` of a module, which is there for all; `self._client = …` where the object is made. */
function keptByObject(call: Call, ctx: SourceContext): Kept | undefined {
  const statement = statementOf(call);
  const [target] = statement?.kind === 'Assign' ? statement.targets : [];
  if (target?.kind === 'Name' && ctx.names.scopeAt(call) === ctx.names.moduleScope) return { name: target.id };
  if (target?.kind !== 'Attribute' || ctx.context.defAround(call)?.name !== '__init__') return undefined;
  return { name: ctx.text.slice(target), doubt: 'unknown-lifetime' };
}

/** What takes the client, awaited or behind `_client or …`. */
function statementOf(call: Call): Node | undefined {
  let value: Expression = call;
  if (value.parent?.kind === 'Await') value = value.parent;
  if (value.parent?.kind === 'BoolOp' && value.parent.values.at(-1) === value) value = value.parent;
  return value.parent;
}

const isCached = (fn: Def, { names }: SourceContext): boolean =>
  decoratorsOf(fn).some(({ callee }) => CACHED.has(names.qualifiedName(callee) ?? ''));

/** `if self._client is None: self._client = …`. */
function isOwnFirstUse(assignment: Assign, target: Expression, ctx: SourceContext): boolean {
  const branch = assignment.parent;
  if (target.kind !== 'Attribute' || branch?.kind !== 'If' || !branch.body.includes(assignment)) return false;
  const { test } = branch;
  // `if self._client is None or self._client.closed:`.
  const tested = presenceTested(test.kind === 'BoolOp' && test.op === 'Or' ? (test.values[0] ?? test) : test);
  return tested?.isPresent === false && ctx.text.slice(tested.subject) === ctx.text.slice(target);
}
