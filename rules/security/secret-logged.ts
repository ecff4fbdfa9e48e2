import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import { outgoingRequestOf } from '#kit/calls';
import {
  argumentValues,
  type Call,
  callKeyword,
  callsWithin,
  type Def,
  type ExceptHandler,
  type Expression,
  holds,
  isWithin,
  lastName,
  type Node,
  nameOfPlace,
  type Slice,
  wordsOfName,
} from '#kit/code';
import type { Definition } from '#kit/names';
import { digestedBy, isStandIn, secretKindOf, valuesTold, wholeTold } from '#kit/security';
import { keyRead } from '#kit/texts';

export default defineSourceRule({
  docs: {
    summary: 'secret that is written to the log, printed, or told by the text form of its object',
    why: 'Logs are kept for long, copied to other services and read by more people than the secret was meant for; whoever reads them can use it.',
    remedy:
      'Leave the secret out, or tell only whether it is there; take it out of `__repr__`, and change the one that was logged.',
    harm: 'exposes',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [532],
    origin: [{ document: 'Audits of six systems before a scan', finding: 'payment-gateway 38: a password in the log' }],
    bad: 'import logging\n\n\ndef register(email, password):\n    logging.info("new user %s, password %s", email, password)\n',
    good: 'import logging\n\n\ndef register(email, password):\n    logging.info("new user %s", email)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    Call(call, ctx) {
      if (ctx.effects.of(call) !== 'log') return;
      const all = argumentValues(call).flatMap((each) => valuesTold(each, ctx));
      const isSeen = all.some((told) => secretIn(told, ctx) !== undefined);
      for (const told of all) {
        const secret = secretIn(told, ctx);
        // A table of which the secret is told already is no other.
        const whole = isSeen ? undefined : wholeTold(told, ctx);
        const name = secret?.name ?? whole?.name;
        if (name === undefined) continue;
        const isPrinted = PRINTING.has(lastName(call.func) ?? '');
        ctx.report({
          at: isWithin(told, call) ? told : call,
          message: `\`${name}\` is ${isPrinted ? 'printed' : 'written to the log'}`,
          cause: `${ctx.path} ${ctx.context.defAround(call)?.start ?? 0}`,
          ...heldBackBy(guessAbout(secret) ?? whole?.guess ?? (isPrinted ? guessPrinted(ctx) : undefined)),
          ...(whole?.when !== undefined && { when: whole.when }),
        });
      }
    },
    ExceptHandler: checkRequest,
    FunctionDef(fn, ctx) {
      if (fn.name === '__repr__' || fn.name === '__str__') checkTextForm(fn, ctx);
    },
  },
});

/** Whoever runs it may have to be told what it made, or copies it to where it belongs. */
const guessPrinted = ({ context }: SourceContext): string | undefined =>
  context.role === 'script' || context.isEntryPoint ? 'it is printed for whoever runs it' : undefined;

const guessAbout = (secret: Told | undefined): string | undefined =>
  secret?.isKind
    ? 'it may be the name of a kind'
    : secret?.isVague
      ? 'what the token is one of is not seen'
      : secret?.isPart
        ? 'a part of it is told'
        : undefined;

/** `f"https://api.telegram.org/bot{token}"`: the text of a request that failed has the address, with what stands in it. */
function checkRequest(handler: ExceptHandler, ctx: SourceContext): void {
  const described = ctx.handlers.describe(handler);
  const { isBroad, catches, tried } = described;
  const tells = (call: Call): boolean =>
    lastName(call.func) === 'exception' || argumentValues(call).some((value) => described.partIn(value) !== undefined);
  const log = described.logs.find(({ keepsException, call }) => keepsException && tells(call))?.call;
  if (log === undefined) return;
  if (!isBroad && !catches.some((name) => /^(?:requests|httpx)\./.test(name))) return;
  for (const call of callsWithin(tried)) {
    const request = outgoingRequestOf(call, ctx);
    if (request?.library !== 'requests') continue;
    const parts = [request.url, callKeyword(call, 'params')?.value];
    const name = parts.map((part) => part && secretWithin(part, ctx)).find((each) => each !== undefined)?.name;
    if (name === undefined) continue;
    ctx.report({
      at: log,
      message: `\`${name}\` stands in the address of \`${lastName(call.func)}\`, which the failure that is logged here tells`,
      remedy: 'Log the class of the failure, or take the secret out of its text; change the one that was logged.',
      cause: `${ctx.path} ${name} in addresses`,
      related: [{ at: call, message: 'this request has it in its address' }],
    });
    return;
  }
}

/** The secret in a text or a table that is put together here, or that `__init__` did. */
function secretWithin(text: Expression, ctx: SourceContext, depth = 0): Told | undefined {
  const made = text.kind === 'Attribute' ? (ctx.state.lifeOf(text)?.of('create') ?? []) : [];
  for (const whole of [ctx.flow.whole(text), ...made.flatMap(({ value }) => value ?? [])])
    for (const part of valuesTold(whole, ctx)) {
      const found =
        secretIn(part, ctx) ?? (part === text || depth > 1 ? undefined : secretWithin(part, ctx, depth + 1));
      if (found !== undefined) return found;
    }
  return undefined;
}

const PRINTING: ReadonlySet<string> = new Set(['print', 'pprint', 'echo', 'secho', 'write']);

function checkTextForm(fn: Def, ctx: SourceContext): void {
  for (const told of ctx.flow.returnValues(fn).flatMap((each) => (each === undefined ? [] : valuesTold(each, ctx)))) {
    const name = told.kind === 'Attribute' ? secretIn(told, ctx)?.name : undefined;
    if (name === undefined) continue;
    ctx.report({
      at: told,
      message: `\`${fn.name}\` tells \`${name}\``,
      heldBack: 'nothing here shows that it is logged',
    });
  }
}

interface Told {
  readonly name: string;
  /** One word, of a value that this file does not make: coins and pieces of texts are called so, too. */
  readonly isVague: boolean;
  readonly isPart?: true;
  /** `TaskName.SET_PASSWORD`, of a class that is not called settings. */
  readonly isKind?: boolean;
}

/** The secret that an expression is, as it stands; undefined where it is masked, counted or none. */
function secretIn(told: Expression, ctx: SourceContext, followed = 0): Told | undefined {
  if (told.kind === 'Subscript' && told.slice.kind === 'Slice') return partIn(told.value, told.slice, ctx);
  const value = unwrapped(told, ctx);
  if (value === undefined || !isTextual(value, ctx)) return undefined;
  const read = ctx.values.environmentRead(value)?.key ?? keyRead(value, ctx);
  if (read !== undefined) return secretKindOf(read) === undefined ? undefined : { name: read, isVague: false };
  const name = value.kind === 'Name' || value.kind === 'Attribute' ? nameOfPlace(value) : undefined;
  if (name === undefined) return undefined;
  const definitions = value.kind === 'Name' ? definitionsOf(value, ctx) : [];
  const behind = followed === MOST_NAMES ? [] : definitions.flatMap(({ value: from }) => from ?? []);
  const origin = behind.map((from) => secretIn(from, ctx, followed + 1)).find((each) => each !== undefined);
  if (origin !== undefined && !origin.isVague) return origin;
  const isKept = definitions.length === 0 || definitions.some((each) => isWhole(each, ctx));
  if (secretKindOf(name) === undefined || !isKept) return undefined;
  return { name, isVague: isVague(name) && (behind.length === 0 || value.kind === 'Attribute'), isKind: isKind(value) };
}

const isKind = (value: Expression): boolean =>
  value.kind === 'Attribute' &&
  /^[A-Z][A-Z_]+$/.test(value.attr) &&
  /^(?!.*(?:Config|Setting|Env|Secret|Cred|Option))[A-Z][a-z]\w*$/.test(lastName(value.value) ?? '');

/** A token of which the name does not say that it lets somebody in: coins, pieces of texts and single questions have them too. */
const isVague = (name: string): boolean =>
  wordsOfName(name).at(-1)?.toLowerCase() === 'token' && !LETTING_IN.test(name);
const LETTING_IN =
  /access|refresh|auth|api|bearer|session|reset|bot|jwt|csrf|verif|admin|device|push|client|secret|service|login|user|github|slack|hf_|hook/i;

/** `token[:20]`: more than anybody needs to tell one secret from another; of what is called a token alone it must be seen that it is one. */
function partIn(whole: Expression, { lower, upper }: Slice, ctx: SourceContext): Told | undefined {
  const [from, to] = [lower, upper].map((end) => (end === undefined ? undefined : ctx.values.number(end)));
  const shown = from === undefined ? to : to === undefined ? -from : to - from;
  const secret = shown === undefined || shown < MOST_SHOWN ? undefined : secretIn(whole, ctx);
  if (secret === undefined || whole.kind === 'Subscript') return undefined;
  const isSeen =
    secret.name.toLowerCase() !== 'token' ||
    ctx.flow
      .origins(whole)
      .some((from) => from.kind === 'Call' && secretKindOf(lastName(from.func) ?? '') !== undefined);
  return isSeen ? { ...secret, isPart: true } : undefined;
}
const MOST_SHOWN = 10;

/** So many names are followed from one to the next. */
const MOST_NAMES = 3;

/** `str(key)`, `key.strip()`, `key.get_secret_value()`: the secret as it is. */
function unwrapped(told: Expression, ctx: SourceContext): Expression | undefined {
  if (told.kind !== 'Call') return told;
  const { func, args } = told;
  if (func.kind === 'Attribute' && WHOLE_METHODS.has(func.attr)) return unwrapped(func.value, ctx);
  const name = ctx.names.qualifiedName(func) ?? '';
  if (name === 'builtins.str' || name === 'builtins.repr') return args[0];
  const isRead = ctx.values.environmentRead(told) !== undefined || keyRead(told, ctx) !== undefined;
  return isRead ? told : undefined;
}

const WHOLE_METHODS: ReadonlySet<string> = new Set(['get_secret_value', 'strip', 'decode', 'reveal']);

/** Numbers and truth values are about a secret; pydantic's shows stars unless it is asked. */
function isTextual(value: Expression, { types, values }: SourceContext): boolean {
  const owner = types.classOf(value) ?? '';
  const isAsked = value.parent?.kind === 'Attribute' && value.parent.attr === 'get_secret_value';
  if (/^builtins\.(?:int|float|bool|list|dict|set|tuple)$/.test(owner)) return false;
  if (/Secret(?:Str|Bytes)?$/.test(owner) && !isAsked) return false;
  const text = values.string(value);
  return values.fold(value)?.kind !== 'none' && (text === undefined || (text !== '' && !isStandIn(text)));
}

function definitionsOf(name: Expression & { kind: 'Name' }, { flow, names }: SourceContext): readonly Definition[] {
  const local = flow.reachingDefinitions(name);
  return local.length > 0 ? local : (names.resolve(name)?.definitions ?? []);
}

/** Whether a name is bound to a secret as it is: no slice, digest, comparison or turn of a loop over something else. */
function isWhole({ kind, value }: Definition, ctx: SourceContext): boolean {
  if (kind === 'for' || kind === 'comprehension' || kind === 'except' || kind === 'import') return false;
  if (value === undefined) return true;
  if (digestedBy(value, ctx) !== undefined) return false;
  if (value.kind === 'Subscript') return value.slice.kind !== 'Slice';
  return value.kind === 'Call' ? !isMadeOfSecret(value, ctx) : KEEPING.has(value.kind);
}

/** `mask(token)`, `sha256(key.encode()).hexdigest()`: something else than the secret that it is given. */
function isMadeOfSecret(call: Call, ctx: SourceContext): boolean {
  if (unwrapped(call, ctx) !== undefined) return false;
  const given = [...argumentValues(call), ...(call.func.kind === 'Attribute' ? [call.func.value] : [])];
  return given.some((each) => holds(each, (node) => secretKindOf(nameOfNode(node)) !== undefined));
}

const nameOfNode = (node: Node): string =>
  node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : '';

const KEEPING: ReadonlySet<Expression['kind']> = new Set([
  'Name',
  'Attribute',
  'Constant',
  'BoolOp',
  'IfExp',
  'Await',
  'JoinedStr',
  'Tuple',
]);
