/** The secret that an expression is, as it is: by its name, by the key that it is read with, or by what it is bound to. */
import {
  argumentValues,
  type Call,
  dottedName,
  type Expression,
  holds,
  lastName,
  type Node,
  nameOfPlace,
  type Slice,
  wordsOfName,
} from '#ast';
import { isPlaceholder, secretKindOf } from '#knowledge/secrets';
import type { Definition, SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { keyRead } from '#semantics/values/keyed-read';
import { digestedBy, keyedDigestIn } from '../_shared/digests.ts';
import { isAbsent } from './absent-value.ts';

export interface LoggedSecret {
  readonly name: string;
  /** One word, of a value that this file does not make: coins and pieces of texts are called so, too. */
  readonly isVague: boolean;
  /** Of it, or a signature made with it. */
  readonly isPart?: true;
  /** `TaskName.SET_PASSWORD`, of a class that is not called settings. */
  readonly isKind?: boolean;
}

/** The secret that an expression is, as it is; undefined where it is masked, counted or none. */
export function secretIn(leaf: Expression, ctx: SemanticModel, followed = 0): LoggedSecret | undefined {
  if (leaf.kind === 'Subscript' && leaf.slice.kind === 'Slice') return partIn(leaf.value, leaf.slice, ctx);
  const signature = signatureIn(leaf, ctx);
  if (signature !== undefined) return { name: signature, isVague: false, isPart: true };
  const value = unwrapped(leaf, ctx);
  if (value === undefined || !isTextual(value, ctx)) return undefined;
  // Whether it is there is asked of what is a secret: all that is around it is looked through for that.
  const secret = secretOf(value, ctx, followed);
  return secret === undefined || isAbsent(value, undefined, ctx) ? undefined : secret;
}

function secretOf(value: Expression, ctx: SemanticModel, followed: number): LoggedSecret | undefined {
  const read = ctx.values.environmentRead(value)?.key ?? keyRead(value, ctx);
  if (read !== undefined) return secretKindOf(read) === undefined ? undefined : { name: read, isVague: false };
  const name = value.kind === 'Name' || value.kind === 'Attribute' ? nameOfPlace(value) : undefined;
  if (name === undefined) return undefined;
  const definitions = value.kind === 'Name' ? definitionsOf(value, ctx) : [];
  const behind = followed === MOST_NAMES ? [] : definitions.flatMap(({ value: from }) => from ?? []);
  if (behind.some((from) => issuesToken(from, ctx))) return { name, isVague: false };
  const origin = behind.map((from) => secretIn(from, ctx, followed + 1)).find((each) => each !== undefined);
  if (origin !== undefined && !origin.isVague) return origin;
  const isKept = definitions.length === 0 || definitions.some((each) => isWhole(each, ctx));
  if (secretKindOf(name) === undefined || !isKept) return undefined;
  const isVagueHere = isVague(name) && (behind.length === 0 || value.kind === 'Attribute') && !isVerified(value, ctx);
  return { name, isVague: isVagueHere, isKind: isKind(value) };
}

const isKind = (value: Expression): boolean =>
  value.kind === 'Attribute' &&
  /^[A-Z][A-Z_]+$/.test(value.attr) &&
  /^(?!.*(?:Config|Setting|Env|Secret|Cred|Option))[A-Z][a-z]\w*$/.test(lastName(value.value) ?? '');

/** A token of which the name does not say that it lets someone in: coins, pieces of texts and single questions have them too. */
const isVague = (name: string): boolean =>
  wordsOfName(name).at(-1)?.toLowerCase() === 'token' && !LETTING_IN.test(name);
const LETTING_IN =
  /access|refresh|auth|api|bearer|session|reset|bot|jwt|csrf|verif|admin|device|push|client|secret|service|login|user|github|slack|hf_|hook/i;

/** `verifier.verify(self.token)` beside it: anyone who has it is let in. */
function isVerified(value: Expression, { context }: SemanticModel): boolean {
  const [fn, name] = [context.defAround(value), dottedName(value)];
  return (
    fn !== undefined &&
    name !== undefined &&
    callsWithin(fn.body).some(
      (call) =>
        /^(?:verify|decode|authenticate|introspect)/.test(lastName(call.func) ?? '') &&
        argumentValues(call).some((each) => dottedName(each) === name),
    )
  );
}

/** `token[:20]`: more than anybody needs to tell one secret from another; of what is called a token alone it must be seen that it is one. */
function partIn(whole: Expression, { lower, upper }: Slice, ctx: SemanticModel): LoggedSecret | undefined {
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

/** `issued = jwt.encode(claims, key)`: anyone who reads it is let in, whatever it is called. */
const issuesToken = (from: Expression, { names }: SemanticModel): boolean =>
  from.kind === 'Call' &&
  /^(?:jwt|jose\.jwt|authlib\.jose\.jwt)\.encode$|^flask_jwt_extended\.create_\w+_token$/.test(
    names.qualifiedName(from.func) ?? '',
  );

/** What a message is to be signed with, by its name: anyone who reads it may send the message. It is good for that one alone. */
function signatureIn(leaf: Expression, ctx: SemanticModel): string | undefined {
  const made = leaf.kind === 'Name' || leaf.kind === 'Call' ? keyedDigestIn(leaf, ctx) : undefined;
  if (made === undefined) return undefined;
  const around = leaf.kind === 'Name' ? undefined : leaf.parent?.kind === 'BinOp' ? leaf.parent.parent : leaf.parent;
  const kept = around?.kind === 'Assign' ? around.targets[0] : leaf;
  const isCompared = ({ parent }: Node): boolean =>
    parent?.kind === 'Compare' || (parent?.kind === 'Call' && lastName(parent.func) === 'compare_digest');
  return kept?.kind === 'Name' && ctx.names.resolve(kept)?.references.some(isCompared) === true ? kept.id : undefined;
}

/** So many names are followed from one to the next. */
const MOST_NAMES = 3;

/** `str(key)`, `key.strip()`, `key.get_secret_value()`: the secret as it is. */
function unwrapped(leaf: Expression, ctx: SemanticModel): Expression | undefined {
  if (leaf.kind !== 'Call') return leaf;
  const { func, args } = leaf;
  if (func.kind === 'Attribute' && WHOLE_METHODS.has(func.attr)) return unwrapped(func.value, ctx);
  const name = ctx.names.qualifiedName(func) ?? '';
  if (name === 'builtins.str' || name === 'builtins.repr') return args[0];
  const isRead = ctx.values.environmentRead(leaf) !== undefined || keyRead(leaf, ctx) !== undefined;
  return isRead ? leaf : undefined;
}

const WHOLE_METHODS: ReadonlySet<string> = new Set(['get_secret_value', 'strip', 'decode', 'reveal']);

/** Numbers and truth values are about a secret; pydantic's shows stars unless it is asked. */
function isTextual(value: Expression, { types, values }: SemanticModel): boolean {
  const owner = types.classOf(value) ?? '';
  const isRevealed = value.parent?.kind === 'Attribute' && value.parent.attr === 'get_secret_value';
  if (/^builtins\.(?:int|float|bool|list|dict|set|tuple)$/.test(owner)) return false;
  if (/Secret(?:Str|Bytes)?$/.test(owner) && !isRevealed) return false;
  const text = values.string(value);
  return values.fold(value)?.kind !== 'none' && (text === undefined || (text !== '' && !isPlaceholder(text)));
}

function definitionsOf(name: Expression & { kind: 'Name' }, { flow, names }: SemanticModel): readonly Definition[] {
  const local = flow.reachingDefinitions(name);
  return local.length > 0 ? local : (names.resolve(name)?.definitions ?? []);
}

/** Whether a name is bound to a secret as it is: no slice, digest, comparison or turn of a loop over something else. */
function isWhole({ kind, value }: Definition, ctx: SemanticModel): boolean {
  if (kind === 'for' || kind === 'comprehension' || kind === 'except' || kind === 'import') return false;
  if (value === undefined) return true;
  if (digestedBy(value, ctx) !== undefined) return false;
  if (value.kind === 'Subscript') return value.slice.kind !== 'Slice';
  return value.kind === 'Call' ? !isMadeOfSecret(value, ctx) : KEEPING.has(value.kind);
}

/** `mask(token)`, `sha256(key.encode()).hexdigest()`: something else than the secret that it is given. */
function isMadeOfSecret(call: Call, ctx: SemanticModel): boolean {
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
