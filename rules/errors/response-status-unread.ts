import {
  type Attribute,
  type Call,
  type ClassDef,
  type Expression,
  holds,
  keptLocal,
  lastName,
  type Name,
  nodesOf,
  withoutAwait,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { outgoingRequestOf } from '#kit/calls';
import { argumentsOfCalls } from '#semantics/context/arguments-of-calls';
import { definitionCalled } from '#semantics/effects/definition-called';
import { isOnlyLogged, STATUS, statusTested } from './_shared/status-only-logged.ts';

/** Clients whose answers tell of a failure by their status alone. */
const STATUS_ONLY_CLIENTS: ReadonlySet<string> = new Set(['requests', 'httpx', 'aiohttp', 'urllib3', 'http.client']);
const TAKEN: ReadonlySet<string> = new Set(
  `json text content data read aread iter_content iter_lines iter_text iter_bytes iter_raw aiter_lines aiter_text aiter_bytes
  aiter_raw iter_any iter_chunked stream`.split(/\s+/),
);
/** `hooks`, `event_hooks` and `raise_for_status=True` have the client look at every answer. */
const BY_CLIENT = /^(?:hooks|event_hooks|raise_for_status)$/;

export default defineSourceRule({
  docs: {
    summary: 'HTTP response used without checking its status',
    why: 'An error page or a response that says the quota is exhausted is processed as if it were data. It can cause a failure elsewhere, or be stored and shown to users.',
    remedy: 'Call `raise_for_status()` before reading the response, or check its status',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [252],
    origin: [
      {
        document: 'Audits of six systems before a scan',
        finding: 'python-slack-bot N32, N33, N46: an answer whose status nobody checks',
      },
    ],
    bad: 'import requests\n\ndef rate(currency):\n    answer = requests.get(f"https://rates.example.com/{currency}", timeout=5)\n    return answer.json()["rate"]\n',
    good: 'import requests\n\ndef rate(currency):\n    answer = requests.get(f"https://rates.example.com/{currency}", timeout=5)\n    answer.raise_for_status()\n    return answer.json()["rate"]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...STATUS_ONLY_CLIENTS, 'http'],
  visit: {
    Call(call, ctx) {
      const sent = requestBy(call, ctx);
      if (sent === undefined) return;
      const given: Expression = call.parent?.kind === 'Await' ? call.parent : call;
      const taken = firstTaken(given, ctx);
      const isNever = taken === undefined && sent.call === call && isNeverRead(given, ctx);
      const isLogged = !isNever && sent.call === call && isOnlyLogged(given, ctx);
      if ((taken === undefined || isLogged) && !isNever && !isLogged) return;
      const client = checkingClientOf(sent.call, ctx);
      if (client !== undefined) return ctx.proven({ at: call, by: 'the client checks every response', where: client });
      const logged = isLogged ? statusTested(given, ctx) : undefined;
      if (logged !== undefined) return ctx.proven({ at: call, by: 'the status is checked', where: logged });
      if (taken === undefined || isLogged) reportDropped(call, sent, isLogged, ctx);
      else reportTaken(taken, sent, ctx);
    },
  },
});

function reportTaken(taken: Attribute, sent: Sent, ctx: SourceContext): void {
  ctx.report({
    at: taken,
    message: `response of \`${sent.name}\` is used without checking its status: \`.${taken.attr}\` may be that of an error response`,
    related: [{ at: sent.call.func, message: 'the request' }],
    cause: 'taken',
    doubt: sent.doubt ?? doubtAbout(taken, ctx),
  });
}

function reportDropped(call: Call, sent: Sent, isLogged: boolean, ctx: SourceContext): void {
  ctx.report({
    at: call,
    message: `response of \`${sent.name}\` is ${isLogged ? 'only logged' : 'ignored'}, so an error status passes for success`,
    remedy: 'Call `raise_for_status()` on the response',
    cause: 'dropped',
    doubt: sent.doubt,
  });
}

interface Sent {
  readonly call: Call;
  /** Why it may be no request. */
  readonly doubt?: DoubtId;
  /** Qualified name of what is called. */
  readonly name: string;
}

/** The request that a call sends, by itself or through a function of this file that hands on the answer and does not look at it. */
function requestBy(call: Call, ctx: SourceContext): Sent | undefined {
  const request = outgoingRequestOf(call, ctx);
  if (request !== undefined)
    return STATUS_ONLY_CLIENTS.has(request.library) && request.library !== 'http.client'
      ? { call, name: request.name }
      : undefined;
  const unseen = unseenRequest(call, ctx);
  if (unseen !== undefined) return unseen;
  const fn = definitionCalled(ctx, call);
  if (fn === undefined || fn.kind === 'ClassDef') return undefined;
  if (holds(fn, (node) => node.kind === 'Attribute' && STATUS.test(node.attr))) return undefined;
  const [given, ...others] = ctx.flow.returnValues(fn);
  const [answer, ...more] = given === undefined || others.length > 0 ? [] : ctx.flow.origins(given).map(withoutAwait);
  const sent = answer?.kind === 'Call' && more.length === 0 ? outgoingRequestOf(answer, ctx) : undefined;
  return answer?.kind === 'Call' && sent !== undefined && STATUS_ONLY_CLIENTS.has(sent.library)
    ? { call: answer, name: sent.name }
    : undefined;
}

/** `connection.getresponse()`, and what is called like a client that others hand over. */
function unseenRequest(call: Call, ctx: SourceContext): Sent | undefined {
  const { func } = call;
  if (func.kind !== 'Attribute') return undefined;
  const imports = (names: ReadonlySet<string>): boolean => ctx.names.imports.some(({ module }) => names.has(module));
  if (func.attr === 'getresponse') return imports(CONNECTIONS) ? { call, name: 'getresponse' } : undefined;
  const receiver = lastName(func.value);
  const kept = VERBS.test(func.attr) ? keptUnderKey(func.value, ctx) : undefined;
  if (kept !== undefined) return { call, name: `${kept}.${func.attr}` };
  if (!VERBS.test(func.attr) || receiver === undefined || !/(?:^|_)(?:session|client|http)$/i.test(receiver))
    return undefined;
  if (
    call.args.length + call.keywords.length === 0 ||
    ctx.types.classOf(func.value) !== undefined ||
    !imports(STATUS_ONLY_CLIENTS)
  )
    return undefined;
  return { call, name: `${receiver}.${func.attr}`, doubt: 'type-from-name' };
}

/** `ctx["http"]`, where the file puts a client under the key. */
function keptUnderKey(value: Expression, { module, values, types }: SourceContext): string | undefined {
  const key = value.kind === 'Subscript' ? values.string(value.slice) : undefined;
  if (key === undefined) return undefined;
  const made = nodesOf(module, 'Assign').flatMap(({ targets: [target], value: put }) =>
    target?.kind === 'Subscript' && values.string(target.slice) === key ? [types.classOf(put)] : [],
  );
  const [first, ...others] = made;
  return first !== undefined && others.length === 0 && STATUS_ONLY_CLIENTS.has(first.split('.', 1)[0] ?? '')
    ? first
    : undefined;
}

const CONNECTIONS: ReadonlySet<string> = new Set(['http', 'http.client']);
const VERBS = /^(?:get|post|put|patch|delete|request|stream)$/;

/** Nobody has the answer: the call is on its own, its `with` gives no name, or nothing reads its name. */
function isNeverRead(given: Expression, ctx: SourceContext): boolean {
  const { parent } = given;
  if (parent?.kind === 'Expr') return true;
  if (parent?.kind === 'withitem') return parent.optional_vars === undefined;
  const local = keptLocal(given);
  const binding = local === undefined ? undefined : ctx.names.resolve(local);
  return binding?.scope.kind === 'function' && binding.references.length === 0;
}

/** The first part that is read of an answer nobody asks for its status; undefined where someone asks, or has it, to ask. */
function firstTaken(given: Expression, ctx: SourceContext): Attribute | undefined {
  const own = attributeOf(given);
  if (own !== undefined) return TAKEN.has(own.attr) ? own : undefined;
  const local = keptLocal(given) ?? entered(given);
  const definition =
    local === undefined ? undefined : ctx.names.resolve(local)?.definitions.find(({ node }) => node === local);
  if (definition === undefined) return undefined;
  const parts = ctx.flow
    .usesOf(definition)
    .filter(({ parent }) => parent?.kind !== 'Attribute' || parent.ctx === 'Load')
    .map(attributeOf);
  if (parts.some((part) => part === undefined || STATUS.test(part.attr))) return undefined;
  return parts.find((part) => part !== undefined && TAKEN.has(part.attr));
}

const attributeOf = ({ parent }: Expression): Attribute | undefined =>
  parent?.kind === 'Attribute' && parent.ctx === 'Load' ? parent : undefined;

function entered({ parent }: Expression): Name | undefined {
  return parent?.kind === 'withitem' && parent.optional_vars?.kind === 'Name' ? parent.optional_vars : undefined;
}

/** What makes the client of a call (its class, or anyone who hands it over, too), where that has it look at every answer. */
function checkingClientOf({ func }: Call, ctx: SourceContext): Call | ClassDef | undefined {
  const client = func.kind === 'Attribute' ? func.value : undefined;
  const own = client === undefined ? undefined : ctx.types.classDefOf(client);
  if (own !== undefined && holds(own, (node) => node.kind === 'Attribute' && BY_CLIENT.test(node.attr))) return own;
  const origins = client === undefined ? [] : ctx.flow.origins(client);
  const given = origins
    .flatMap((each) => (each.kind === 'Name' ? argumentsOfCalls(each, ctx) : []))
    .flatMap((each) => ctx.flow.origins(each));
  const made = [...origins, ...given].filter((each) => each.kind === 'Call' && checksEveryStatus(each));
  const first = made[0];
  return first?.kind === 'Call' && (given.length === 0 || made.length >= given.length) ? first : undefined;
}

const checksEveryStatus = ({ keywords }: Call): boolean => keywords.some(({ arg }) => BY_CLIENT.test(arg ?? ''));

function doubtAbout(taken: Attribute, ctx: SourceContext): DoubtId | undefined {
  const { context, handlers, names } = ctx;
  const call: Expression = taken.parent?.kind === 'Call' ? (taken.parent as Call) : taken;
  const value = call.parent?.kind === 'Await' ? call.parent : call;
  const local = keptLocal(value);
  const uses = local === undefined ? [] : (names.resolve(local)?.references ?? []);
  if (uses.some(isTested) || value.parent?.kind === 'Compare') return 'failure-handled-elsewhere';
  const takes = context
    .triesAround(taken)
    .flatMap((each) => each.handlers)
    .some((each) => handlers.describe(each).takes('builtins.KeyError'));
  return takes ? 'failure-handled-elsewhere' : undefined;
}

/** `if "error" in data`, `if data.get("ok")`. */
function isTested(use: Name): boolean {
  let at = withoutAwait(use) as Expression;
  while (at.parent?.kind === 'Attribute' || at.parent?.kind === 'Call' || at.parent?.kind === 'Subscript')
    at = at.parent;
  return TESTS.has(at.parent?.kind ?? '');
}

const TESTS: ReadonlySet<string> = new Set(['If', 'Compare', 'BoolOp', 'UnaryOp', 'IfExp', 'Assert']);
