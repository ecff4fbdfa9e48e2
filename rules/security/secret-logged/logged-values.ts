/** What is told to a log whole, and holds a secret: requests, environments, settings, commands, values that were just generated. */
import {
  ancestors,
  type Call,
  type ClassDef,
  callKeyword,
  type Expression,
  lastName,
  type Name,
  type Subscript,
  withoutAwait,
} from '#ast';
import type { DoubtId } from '#findings';
import { DUMPS } from '#knowledge/record-dumps';
import { SECRET_GENERATORS } from '#knowledge/secret-generators';
import { hasAccounts, isShownSecret, isStoreAddress, secretKindOf } from '#knowledge/secrets';
import type { Condition } from '#project';
import type { SemanticModel, TextPiece } from '#semantics';
import { recordKindOf } from '#semantics/types/record-class';
import { keyedReadOf, keyRead } from '#semantics/values/keyed-read';
import { boundTo } from './absent-value.ts';
import { tableIn } from './logged-tables.ts';
import { logsSecret } from './logs-secret.ts';

/** The values that a text is put together from, each whole; what a dict, a list or a joined command is made of among them. */
export function valuesLogged(text: Expression, model: SemanticModel, depth = 0): readonly Expression[] {
  const inner = (parts: readonly Expression[]): readonly Expression[] =>
    depth >= DEEPEST ? parts : parts.flatMap((part) => valuesLogged(part, model, depth + 1));
  if (text.kind === 'Dict') return inner(text.values);
  if (text.kind === 'Tuple' || text.kind === 'List') return inner(text.elts);
  const written = text.kind === 'Call' && isWriter(text, model) ? text.args[0] : undefined;
  if (written !== undefined) return inner([written]);
  const pieces = model.values.textPieces(text) ?? piecesGiven(text, model);
  if (pieces !== undefined)
    return inner(pieces.flatMap((piece) => (piece.kind === 'expression' ? piece.expression : [])));
  const made =
    text.kind === 'Name' ? model.flow.reachingDefinitions(text).map(({ value }) => value) : boundTo(text, model);
  const [only] = made;
  const put = text.kind === 'Name' && depth < DEEPEST ? putInto(text, model) : [];
  // What a name holds is looked into, and the name stays what is told where it is the name of a secret.
  return made.length === 1 &&
    (only?.kind === 'Dict' || only?.kind === 'List') &&
    secretKindOf(nameOf(text)) === undefined
    ? [text, ...inner([only, ...put])]
    : [text];
}

/** `fields["headers"] = …`, put into a table of this function after it was made. */
const putInto = (table: Name, { names }: SemanticModel): readonly Expression[] =>
  (names.resolve(table)?.references ?? []).flatMap(({ parent }) => {
    const stored = parent?.kind === 'Subscript' && parent.ctx === 'Store' ? parent.parent : undefined;
    return stored?.kind === 'Assign' && stored.end <= table.start ? [stored.value] : [];
  });

/** Of a text that a function of this file puts together: `dsn()`. */
function piecesGiven(text: Expression, { flow, context, values }: SemanticModel): readonly TextPiece[] | undefined {
  const call = flow.whole(text);
  const fn = call.kind === 'Call' ? context.functionRun(call.func) : undefined;
  const [given, ...others] = fn === undefined || fn.kind === 'Lambda' ? [] : flow.returnValues(fn);
  return given === undefined || given.kind === 'Call' || others.length > 0 ? undefined : values.textPieces(given);
}

const DEEPEST = 3;
const nameOf = (text: Expression): string => lastName(text) ?? '';

/** `json.dumps(x)`, `" ".join(command)`, `shlex.join(command)`. */
function isWriter(call: Call, { names, values }: SemanticModel): boolean {
  const { func } = call;
  if (func.kind === 'Attribute' && func.attr === 'join' && values.string(func.value) !== undefined) return true;
  return /^(?:json|simplejson|orjson|ujson|yaml)\.(?:dumps?|safe_dump)$|^(?:pprint\.pformat|shlex\.join)$/.test(
    names.qualifiedName(func) ?? '',
  );
}

export interface LoggedWhole {
  readonly name: string;
  readonly doubt?: DoubtId;
  readonly when?: Condition;
}

/** What is reported as a whole, and holds a secret or is one that was made for it. */
export function loggedWhole(leaf: Expression, model: SemanticModel): LoggedWhole | undefined {
  const own = loggedHere(leaf, model);
  const whole = model.flow.whole(leaf);
  const isBehind = (own === undefined || own.doubt !== undefined) && leaf.kind === 'Name' && whole.kind !== 'Name';
  return (isBehind ? loggedHere(whole, model) : undefined) ?? own;
}

const loggedHere = (leaf: Expression, model: SemanticModel): LoggedWhole | undefined =>
  loggedEnvironment(leaf, model) ??
  tableIn(plainly(leaf, model), model) ??
  loggedRecord(leaf, model) ??
  loggedRequest(leaf, model) ??
  loggedGenerated(leaf, model) ??
  recordElsewhere(plainly(leaf, model), model);

const plainly = (leaf: Expression, { names }: SemanticModel): Expression => {
  const call = withoutAwait(leaf);
  const isCopy =
    call.kind === 'Call' &&
    /^builtins\.(?:dict|str|repr|vars)$|^dataclasses\.asdict$|^(?:or|u)?json\.loads$/.test(
      names.qualifiedName(call.func) ?? '',
    );
  return isCopy && call.kind === 'Call' ? (call.args[0] ?? call) : call;
};

function loggedEnvironment(leaf: Expression, model: SemanticModel): LoggedWhole | undefined {
  const value = plainly(leaf, model);
  const name = value.kind === 'Attribute' ? model.names.qualifiedName(value) : undefined;
  if (name === 'os.environ') return { name };
  const whole = value.kind === 'Subscript' && isStart(value, model) ? value.value : value;
  const origins = model.flow.origins(whole);
  const read = [whole, ...origins].map((leaf) => model.values.environmentRead(leaf)?.key).find(isAddress);
  const made =
    whole.kind === 'Name' ? model.flow.reachingDefinitions(whole).map((each) => each.value) : boundTo(whole, model);
  const bound = made.flatMap((each) => each ?? []);
  // What a call makes of an address may be without its password.
  const isMade = origins.some(
    (leaf) => /^(?:Call|Constant|JoinedStr)$/.test(leaf.kind) && keyRead(leaf, model) === undefined,
  );
  const address =
    read ?? (isMade ? undefined : [whole, ...bound].map((place) => placeName(place, model)).find(isAddress));
  if (address === undefined || isWithoutPassword(whole, model)) return undefined;
  // Databases have accounts everywhere; what only passes messages on, or is a file by default, may do without.
  const isFile = origins.some((leaf) => /^sqlite/.test(fallbackOf(leaf, model) ?? ''));
  if (hasAccounts(address) && !isFile) return { name: address };
  return { name: address, doubt: 'secret-from-name' };
}

const fallbackOf = (leaf: Expression, { values }: SemanticModel): string | undefined => {
  const given = values.environmentRead(leaf)?.fallback;
  return given === undefined ? undefined : values.string(given);
};

/** `url.split("@")[-1] if "@" in url else url`: it is reported whole only where it has none. */
function isWithoutPassword(leaf: Expression, { values }: SemanticModel): boolean {
  const choice = leaf.parent;
  if (choice?.kind !== 'IfExp' || choice.orelse !== leaf || choice.test.kind !== 'Compare') return false;
  return choice.test.ops[0] === 'In' && values.string(choice.test.left) === '@';
}

const isAddress = (name: string | undefined): name is string => name !== undefined && isStoreAddress(name);

/** `settings.redis_url`, `config["mongo_uri"]`; nothing where it is known what it holds. */
function placeName(place: Expression, model: SemanticModel): string | undefined {
  if (model.values.possible(place) !== undefined) return undefined;
  return place.kind === 'Name' || place.kind === 'Attribute' ? nameOf(place) : keyRead(place, model);
}

/** `url[:50]`: the user and the password stand at the beginning of an address. */
function isStart({ slice }: Subscript, { values }: SemanticModel): boolean {
  if (slice.kind !== 'Slice' || slice.lower !== undefined || slice.upper === undefined) return false;
  return (values.number(slice.upper) ?? 0) > LONGEST_START;
}

/** So much shows which datastore it is, and seldom more than the user. */
const LONGEST_START = 25;

/** An object of settings or a record of this file, whose text form tells its fields. */
function loggedRecord(leaf: Expression, model: SemanticModel): LoggedWhole | undefined {
  const value = plainly(leaf, model);
  const dumped = dumpedOf(value);
  const owner = dumped.kind === 'Name' || dumped.kind === 'Attribute' ? model.types.classDefOf(dumped) : undefined;
  if (owner === undefined) return undefined;
  const field = secretFieldOf(owner, leftOutOf(value, model), model);
  return field === undefined ? undefined : { name: `${owner.name}.${field}` };
}

/** Settings, or a body, of which another module says what they hold. */
function recordElsewhere(value: Expression, model: SemanticModel): LoggedWhole | undefined {
  const { types, path: from, names } = model;
  const dumped = dumpedOf(value);
  if (dumped.kind !== 'Name' && dumped.kind !== 'Attribute') return undefined;
  const type = types.classOf(dumped);
  const path = names.qualifiedName(dumped) ?? (type === undefined ? types.pathOf(dumped) : `${type}()`);
  if (path === undefined || path.startsWith('builtins.')) return undefined;
  const question = logsSecret.ask({ path, from, except: leftOutOf(value, model) });
  return { name: nameOf(dumped), when: { question, yes: 'keep', no: 'drop', unknown: 'drop' } };
}

/** `settings` of `settings.model_dump()`. */
const dumpedOf = (value: Expression): Expression =>
  value.kind === 'Call' && value.func.kind === 'Attribute' && DUMPS.has(value.func.attr) ? value.func.value : value;

/** `settings.model_dump(exclude={"database_url"})` */
function leftOutOf(value: Expression, { values, flow }: SemanticModel): readonly string[] {
  const leaf = value.kind === 'Call' ? callKeyword(value, 'exclude')?.value : undefined;
  const keys = (leaf === undefined ? [] : [leaf, ...flow.origins(leaf)]).flatMap((each) =>
    each.kind === 'Dict' ? each.keys : 'elts' in each ? each.elts : [],
  );
  return keys.flatMap((key) => (key && values.string(key)) ?? []);
}

function secretFieldOf(owner: ClassDef, except: readonly string[], model: SemanticModel): string | undefined {
  if (recordKindOf(owner, model) === undefined) return undefined;
  if (owner.body.some((each) => each.kind === 'FunctionDef' && /^__(?:repr|str)__$/.test(each.name))) return undefined;
  for (const each of owner.body) {
    if (each.kind !== 'AnnAssign' || each.target.kind !== 'Name' || except.includes(each.target.id)) continue;
    const isHidden = each.value?.kind === 'Call' && each.value.keywords.some(({ arg }) => arg === 'repr');
    const isFile = each.value !== undefined && model.values.string(each.value)?.startsWith('sqlite') === true;
    if (!isHidden && !isFile && isShownSecret(each.target.id, model.types.annotatedClass(each.annotation)))
      return each.target.id;
  }
  return undefined;
}

/** The body or the headers of a request as they came: `await request.json()`, `dict(request.headers)`. */
function loggedRequest(leaf: Expression, model: SemanticModel): LoggedWhole | undefined {
  const first = plainly(leaf, model);
  const bound = first.kind === 'Name' ? model.flow.reachingDefinitions(first).flatMap(({ value }) => value ?? []) : [];
  for (const origin of [first, ...bound]) {
    const value = collected(plainly(origin, model));
    if (isOfScope(value, model)) return { name: "scope['headers']" };
    const read = value.kind === 'Call' ? value.func : value;
    if (read.kind !== 'Attribute' || !WHOLES.has(read.attr)) continue;
    const owner = lastName(read.value) ?? '';
    if (!/^_?(?:request|req)$/.test(owner) || model.values.fold(read.value) !== undefined) continue;
    return { name: `${owner}.${read.attr}`, doubt: 'secret-from-name' };
  }
  return undefined;
}

/** `{k.decode(): v.decode() for k, v in scope["headers"]}`, `dict(request.headers.items())`: what they are collected from. */
function collected(value: Expression): Expression {
  const from = value.kind === 'DictComp' || value.kind === 'ListComp' ? value.generators[0] : undefined;
  const whole = from === undefined || from.ifs.length > 0 ? value : from.iter;
  const isItems = whole.kind === 'Call' && whole.func.kind === 'Attribute' && whole.func.attr === 'items';
  return isItems && whole.func.kind === 'Attribute' ? whole.func.value : whole;
}

/** The headers that ASGI hands over, `Authorization` and `Cookie` among them. */
function isOfScope(value: Expression, { values }: SemanticModel): boolean {
  const read = keyedReadOf(value);
  return read?.whole.kind === 'Name' && read.whole.id === 'scope' && values.string(read.key) === 'headers';
}

const WHOLES: ReadonlySet<string> = new Set(
  'headers META json get_json form body data get_data POST cookies values'.split(' '),
);

/** `key = secrets.token_urlsafe(32)`, under whatever name. */
function loggedGenerated(leaf: Expression, model: SemanticModel): LoggedWhole | undefined {
  if (leaf.kind !== 'Name') return undefined;
  const local = model.flow.reachingDefinitions(leaf);
  const made = local.some(({ value }) => value !== undefined)
    ? local
    : [...local, ...(model.names.resolve(leaf)?.definitions ?? [])];
  for (const { value } of made) {
    const generator = value === undefined ? undefined : generatorIn(value, model);
    if (generator === undefined || ABOUT.test(leaf.id)) continue;
    const isNamed = SECRET_NAME.test(leaf.id);
    if (isMadeForPrinting(leaf, model)) return undefined;
    if (isNamed) return { name: leaf.id };
    if (generator.startsWith('secrets.token_')) return { name: leaf.id, doubt: 'secret-from-name' };
  }
  return undefined;
}

/** Nothing but `print` takes what was made: a program that makes it for who runs it. */
const isMadeForPrinting = (leaf: Name, { names, effects }: SemanticModel): boolean =>
  (names.resolve(leaf)?.references ?? []).every((use) => {
    const call = [...ancestors(use)].find((each) => each.kind === 'Call');
    return call?.kind === 'Call' && lastName(call.func) === 'print' && effects.of(call) === 'log';
  });

/** `str(uuid.uuid4())`, `secrets.token_bytes(32).hex()`, `Fernet.generate_key().decode()`. */
function generatorIn(value: Expression, { names }: SemanticModel): string | undefined {
  if (value.kind !== 'Call') return undefined;
  const name = names.qualifiedName(value.func) ?? '';
  if (SECRET_GENERATORS.has(name)) return name;
  const within = value.func.kind === 'Attribute' ? value.func.value : undefined;
  const [first] = name === 'builtins.str' ? value.args : [within];
  return first?.kind !== 'Call'
    ? undefined
    : SECRET_GENERATORS.has(names.qualifiedName(first.func) ?? '')
      ? names.qualifiedName(first.func)
      : undefined;
}

const SECRET_NAME = /(?:^|_)(?:key|token|secret|password|passwd|pass|pin|otp|clave)$/i;
/** What is reported on purpose, and opens nothing. */
const ABOUT =
  /(?:^|_)(?:id|uuid|name|run|trace|correlation|request|nonce|filename|suffix|boundary|marker|public|partition|row|cache|idempotency)(?:_|$)/i;
