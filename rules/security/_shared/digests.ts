/** What a digest is the digest of. */
import { type Call, type Expression, holds, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';

/**
 * The expressions that `sha256(x).hexdigest()`, `uuid5(namespace, x)` and `hash(x)` are made of; `h.update(x)` counts where `h`
 * is a local. Keyed digests (`hmac`, `blake2b(key=…)`) and everything else are undefined.
 */
export function digestedBy(value: Expression, model: SemanticModel): readonly Expression[] | undefined {
  if (value.kind !== 'Call') return undefined;
  const { func } = value;
  if (func.kind !== 'Attribute' || !FINISHING.has(func.attr)) return digestedAtOnce(value, model);
  const made = func.value.kind === 'Name' ? model.flow.origins(func.value) : [func.value];
  const [only] = made;
  if (made.length !== 1 || only?.kind !== 'Call' || !isPlainHash(only, model)) return undefined;
  return [...firstInput(only, model), ...updatesOf(only, model)];
}

const FINISHING: ReadonlySet<string> = new Set(['hexdigest', 'digest']);
const HASHES =
  /^(?:hashlib|_hashlib)\.(?:new|md5|sha\w+|blake2[bs])$|^xxhash\.xxh\w+$|^Crypto(?:dome)?\.Hash\.\w+\.new$/;

function isPlainHash(call: Call, { names }: SemanticModel): boolean {
  return HASHES.test(names.qualifiedName(call.func) ?? '') && !call.keywords.some(({ arg }) => arg === 'key');
}

function firstInput(call: Call, { names }: SemanticModel): readonly Expression[] {
  const given = names.qualifiedName(call.func) === 'hashlib.new' ? call.args.slice(1, 2) : call.args.slice(0, 1);
  return [...given, ...call.keywords.flatMap(({ arg, value }) => (arg === 'data' || arg === 'string' ? value : []))];
}

function updatesOf(hash: Call, { flow }: SemanticModel): readonly Expression[] {
  return flow
    .destinations(hash)
    .flatMap(({ kind, node }) =>
      kind === 'receiver' && node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'update'
        ? node.args.slice(0, 1)
        : [],
    );
}

/** Functions whose result is the digest: the position of what they digest. */
const AT_ONCE: ReadonlyMap<string, number> = new Map([
  ['builtins.hash', 0],
  ['uuid.uuid5', 1],
  ['uuid.uuid3', 1],
  ['zlib.crc32', 0],
  ['zlib.adler32', 0],
  ['binascii.crc32', 0],
]);

function digestedAtOnce(call: Call, { names }: SemanticModel): readonly Expression[] | undefined {
  const name = call.func.kind === 'Name' || call.func.kind === 'Attribute' ? names.qualifiedName(call.func) : undefined;
  const position = name === undefined ? undefined : AT_ONCE.get(name);
  return position === undefined ? undefined : call.args.slice(position, position + 1);
}

/**
 * The keyed digest that an expression is: `hmac.new(KEY, body, "sha256").hexdigest()`, `hmac.digest(KEY, body, "sha256")`, or what a function
 * of this file makes so.
 */
export function keyedDigestIn(value: Expression, model: SemanticModel, depth = 0): Call | undefined {
  for (const leaf of [value, ...model.flow.origins(value)]) {
    // `"sha256=" + digest`
    if (leaf.kind === 'BinOp' && depth < MAX_CALLS) {
      const found = keyedDigestIn(leaf.right, model, depth + 1);
      if (found !== undefined) return found;
    }
    if (leaf.kind !== 'Call') continue;
    if (isKeyedDigest(leaf, model)) return leaf;
    const made = definitionCalled(model, leaf);
    if (depth >= MAX_CALLS || (made?.kind !== 'FunctionDef' && made?.kind !== 'AsyncFunctionDef')) continue;
    if (
      model.flow
        .returnValues(made)
        .some((each) => each !== undefined && keyedDigestIn(each, model, depth + 1) !== undefined)
    )
      return leaf;
  }
  return undefined;
}

const MAX_CALLS = 2;
const TURNED = new Set(['decode', 'encode', 'hex', 'upper', 'lower', 'rstrip', 'strip']);

function isKeyedDigest(call: Call, model: SemanticModel): boolean {
  const { func, args } = call;
  const name = model.names.qualifiedName(func) ?? '';
  if (name === 'hmac.digest') return true;
  // The digest as text, or behind the name of its method.
  if (/^base64\.\w*encode$|^binascii\.hexlify$/.test(name) && args[0] !== undefined)
    return keyedDigestIn(args[0], model, MAX_CALLS) !== undefined;
  if (func.kind !== 'Attribute') return false;
  if (TURNED.has(func.attr)) return keyedDigestIn(func.value, model, MAX_CALLS) !== undefined;
  if (!FINISHING.has(func.attr)) return false;
  return [func.value, ...model.flow.origins(func.value)].some((made) => {
    if (made.kind !== 'Call') return false;
    const maker = model.names.qualifiedName(made.func) ?? '';
    return maker === 'hmac.new' || maker === 'hmac.HMAC' || made.keywords.some(({ arg }) => arg === 'key');
  });
}

/** A function of this file gives a digest: `def derive(password, salt): return hashlib.scrypt(…).hex()`. */
export function makesDigest(leaf: Expression, model: SemanticModel): boolean {
  const fn = leaf.kind === 'Call' ? definitionCalled(model, leaf) : undefined;
  if (fn === undefined || fn.kind === 'ClassDef') return false;
  const isDigesting = (node: Node): boolean =>
    node.kind === 'Call' && /^(?:hashlib|hmac|bcrypt|argon2)\./.test(model.names.qualifiedName(node.func) ?? '');
  return model.flow.returnValues(fn).some((value) => value !== undefined && holds(value, isDigesting));
}
