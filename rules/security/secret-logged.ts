import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  argumentValues,
  type Call,
  type Def,
  type Expression,
  holds,
  isWithin,
  lastName,
  type Node,
  nameOfPlace,
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
      for (const told of argumentValues(call).flatMap((each) => valuesTold(each, ctx))) {
        const secret = secretIn(told, ctx);
        const whole = secret === undefined ? wholeTold(told, ctx) : undefined;
        const name = secret?.name ?? whole?.name;
        if (name === undefined || ctx.context.isTestCode(call)) continue;
        const isPrinted = PRINTING.has(lastName(call.func) ?? '');
        ctx.report({
          at: isWithin(told, call) ? told : call,
          message: `\`${name}\` is ${isPrinted ? 'printed' : 'written to the log'}`,
          cause: `${ctx.path} ${ctx.context.defAround(call)?.start ?? 0}`,
          ...heldBackBy(secret?.isVague === true ? 'what the token is one of is not seen' : whole?.guess),
        });
      }
    },
    FunctionDef(fn, ctx) {
      if (fn.name === '__repr__' || fn.name === '__str__') checkTextForm(fn, ctx);
    },
  },
});

const PRINTING: ReadonlySet<string> = new Set(['print', 'pprint', 'echo', 'secho', 'write']);

function checkTextForm(fn: Def, ctx: SourceContext): void {
  for (const told of ctx.flow.returnValues(fn).flatMap((each) => (each === undefined ? [] : valuesTold(each, ctx)))) {
    const name = told.kind === 'Attribute' ? secretIn(told, ctx)?.name : undefined;
    if (name !== undefined) ctx.report({ at: told, message: `\`${fn.name}\` tells \`${name}\`` });
  }
}

interface Told {
  readonly name: string;
  /** One word, of a value that this file does not make: coins and pieces of texts are called so, too. */
  readonly isVague: boolean;
}

/** The secret that an expression is, as it stands; undefined where it is masked, counted or none. */
function secretIn(told: Expression, ctx: SourceContext, followed = 0): Told | undefined {
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
  return { name, isVague: behind.length === 0 && value.kind === 'Name' && name.toLowerCase() === 'token' };
}

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
