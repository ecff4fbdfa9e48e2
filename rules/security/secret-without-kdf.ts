import {
  type Arg,
  type Call,
  defineSourceRule,
  digestedBy,
  type Expression,
  type Name,
  NOT_PRODUCTION,
  nameOfPlace,
  nodesOf,
  parametersOf,
  type SourceContext,
  type StateLife,
  secretKindOf,
} from '#kit';

/** What takes a key of exactly its own length; Fernet takes the encoding of one, so random keys come as text. */
const CIPHERS =
  /^(?:cryptography\.fernet\.Fernet|cryptography\.hazmat\.primitives\.ciphers\.(?:aead|algorithms)\.[A-Z]\w+|Crypto(?:dome)?\.Cipher\.\w+\.new|nacl\.secret\.(?:SecretBox|Aead))$/;
const ENCODINGS: ReadonlySet<string> = new Set(['base64.b64encode', 'base64.urlsafe_b64encode']);
const PADDING: ReadonlySet<string> = new Set(['ljust', 'rjust', 'center', 'zfill']);

export default defineSourceRule({
  docs: {
    summary: 'secret text used as a cipher key without key derivation',
    why: 'A text that a person chose has far fewer values than a key, and encoding, cutting, padding or hashing it once lets whoever holds some ciphertext try millions of them per second.',
    remedy:
      'Derive the key with scrypt, Argon2 or PBKDF2 and a stored salt (HKDF where the secret is random already), or configure random key material in base64.',
    severity: 'P0',
    precision: 'medium',
    measured: { read: 6, right: 5, on: 'litellm, open_webui, langflow, homeassistant' },
    since: '0.1.0',
    cwe: [916, 321, 326],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-001' }],
    bad: 'import os\n\nfrom cryptography.hazmat.primitives.ciphers.aead import AESGCM\n\ncipher = AESGCM(os.environ["MASTER_KEY"].encode()[:32])\n',
    good: 'import base64\nimport os\n\nfrom cryptography.hazmat.primitives.ciphers.aead import AESGCM\n\ncipher = AESGCM(base64.b64decode(os.environ["MASTER_KEY"]))\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['cryptography', 'Crypto', 'Cryptodome', 'nacl'],
  visit: {
    Module(module, ctx) {
      const found = new Map<string, Weak[]>();
      for (const call of nodesOf(module, 'Call')) {
        const weak = weakKey(call, ctx);
        if (weak !== undefined) found.set(weak.fact, [...(found.get(weak.fact) ?? []), weak]);
      }
      for (const [first, ...others] of found.values()) if (first !== undefined) report(first, others, ctx);
    },
  },
});

/** A cipher, and the secret that its key is made of. */
interface Weak {
  readonly call: Call;
  readonly derived: Derived;
  readonly fact: string;
}

function weakKey(call: Call, ctx: SourceContext): Weak | undefined {
  const cipher = call.func.kind === 'Call' ? undefined : ctx.names.qualifiedName(call.func);
  if (cipher === undefined || !CIPHERS.test(cipher) || ctx.context.isTestCode(call)) return undefined;
  const key = call.args[0] ?? ctx.values.givenArgument(call, 'key', 0);
  if (key === undefined || key.kind === 'Starred') return undefined;
  const derived = isReadingOnly(call, ctx) ? undefined : new Derivation(ctx).of(key, new Map(), 0);
  const way = derived === undefined ? undefined : describe(derived.steps, cipher.endsWith('.Fernet'));
  if (derived === undefined || way === undefined) return undefined;
  const shown = cipher.split('.').slice(-2).join('.').replace('fernet.', '');
  return { call, derived, fact: `the key of \`${shown}\` is \`${derived.name}\` ${way}` };
}

/** What was written so in former times must be read so. */
function isReadingOnly(cipher: Call, ctx: SourceContext): boolean {
  const uses = ctx.flow.destinations(cipher);
  return (
    uses.length > 0 &&
    uses.every(
      ({ kind, node }) => kind === 'receiver' && node.kind === 'Call' && /^decrypt/.test(nameOfPlace(node.func) ?? ''),
    )
  );
}

/** One way to make a key is one defect, however many ciphers use it. */
function report({ call, derived, fact }: Weak, others: readonly Weak[], ctx: SourceContext): void {
  ctx.report({
    at: call,
    message: fact,
    // A random secret survives one hash; the file does not show which kind this one is.
    ...(derived.steps.has('hashed') && { severity: 'P1' as const }),
    related: [
      { at: derived.leaf, message: 'the secret is read here' },
      ...others.map((other) => ({ at: other.call, message: 'used here as well' })),
    ],
    ...([derived, ...others.map((other) => other.derived)].some(({ leaf }) => holdsText(leaf)) && {
      hidesCode: true as const,
    }),
  });
}

/** The fallback of a variable may stand on one of the lines shown. */
const holdsText = (leaf: Expression): boolean =>
  leaf.parent?.kind === 'BoolOp' ||
  leaf.parent?.kind === 'IfExp' ||
  (leaf.kind === 'Call' && leaf.args.length + leaf.keywords.length > 1);

type Step = 'encoded' | 'cut' | 'padded' | 'hashed' | 'base64';

interface Derived {
  readonly name: string;
  readonly leaf: Expression;
  readonly steps: ReadonlySet<Step>;
}

function describe(steps: ReadonlySet<Step>, isFernet: boolean): string | undefined {
  if (steps.has('hashed')) return 'hashed once';
  if (steps.has('padded')) return 'padded to the length of a key';
  if (steps.has('cut')) return 'cut to the length of a key';
  if (isFernet) return steps.has('base64') ? 'in base64, whatever was configured' : undefined;
  return steps.has('encoded') ? 'as its characters are' : undefined;
}

/** The arguments that stand for the parameters of a function of this file. */
type Given = ReadonlyMap<Arg, Expression>;

/** Goes on with what an expression is made of. */
type Following = (inner: Expression | undefined, step?: Step) => Derived | undefined;

const MAX_DEPTH = 12;

/** How a key comes from a configured secret; undefined where anything unknown has a part in it. */
class Derivation {
  /** States whose values are being followed: one may be bound to a form of itself. */
  readonly #open = new Set<StateLife>();

  constructor(private readonly ctx: SourceContext) {}

  of(value: Expression, given: Given, depth: number): Derived | undefined {
    if (depth > MAX_DEPTH) return undefined;
    const read = this.ctx.values.environmentRead(value);
    if (read !== undefined) return { name: read.key ?? 'a variable', leaf: value, steps: new Set() };
    const next: Following = (inner, step) => {
      const found = inner === undefined ? undefined : this.of(inner, given, depth + 1);
      return found === undefined || step === undefined ? found : { ...found, steps: new Set([...found.steps, step]) };
    };
    switch (value.kind) {
      case 'Name':
        return this.#ofName(value, given, depth);
      case 'Attribute':
        return this.#ofAttribute(value, given, depth);
      case 'Subscript':
        return value.slice.kind === 'Slice' && value.slice.upper !== undefined ? next(value.value, 'cut') : undefined;
      case 'BinOp':
        return value.op === 'Add' || value.op === 'Mult' ? next(value.left, 'padded') : undefined;
      case 'BoolOp':
        return worst(value.values.map((each) => next(each)));
      case 'IfExp':
        return worst([next(value.body), next(value.orelse)]);
      case 'Call':
        return this.#ofCall(value, given, depth, next);
      default:
        return undefined;
    }
  }

  #ofCall(call: Call, given: Given, depth: number, next: Following): Derived | undefined {
    const digested = digestedBy(call, this.ctx);
    if (digested !== undefined) return digested.length === 1 ? next(digested[0], 'hashed') : undefined;
    const { func, args } = call;
    const name = this.ctx.names.qualifiedName(func);
    if (name === 'builtins.bytes' || name === 'builtins.bytearray') return next(args[0], 'encoded');
    if (name === 'builtins.str') return next(args[0]);
    if (ENCODINGS.has(name ?? '')) return next(args[0], 'base64');
    if (func.kind === 'Attribute' && name === undefined) {
      if (func.attr === 'encode') return next(func.value, 'encoded');
      if (PADDING.has(func.attr)) return next(func.value, 'padded');
      if (func.attr === 'strip' || func.attr === 'decode') return next(func.value);
      if (func.attr === 'get_secret_value') return next(func.value) ?? typedSecret(func.value);
    }
    return this.#ofOwnFunction(call, given, depth);
  }

  /** What a function of this file returns of what it is given. */
  #ofOwnFunction(call: Call, given: Given, depth: number): Derived | undefined {
    const { func } = call;
    const { names, state, context, flow } = this.ctx;
    const owner = func.kind === 'Attribute' && func.value.kind === 'Name' && /^(?:self|cls)$/.test(func.value.id);
    const around = owner ? context.classAround(call) : undefined;
    const fn =
      around !== undefined && func.kind === 'Attribute'
        ? state.methodsOf(around).get(func.attr)
        : names.definitionOf(func);
    if (fn === undefined || fn.kind === 'ClassDef') return undefined;
    const parameters = parametersOf(fn).filter(({ name }) => name !== 'self' && name !== 'cls');
    const bound = new Map(given);
    for (const [index, { node, name }] of parameters.entries()) {
      const argument = call.args[index] ?? call.keywords.find(({ arg }) => arg === name)?.value;
      if (argument !== undefined) bound.set(node, argument);
    }
    for (const returned of flow.returnValues(fn)) {
      const found = returned === undefined ? undefined : this.of(returned, bound, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #ofName(name: Name, given: Given, depth: number): Derived | undefined {
    const { names, flow } = this.ctx;
    const parameter = names.parameterOf(name);
    if (parameter !== undefined) {
      const argument = given.get(parameter);
      return argument === undefined ? secretLeaf(name, name.id) : this.of(argument, new Map(), depth + 1);
    }
    const binding = names.resolve(name);
    const local = flow.reachingDefinitions(name);
    const found: (Derived | undefined)[] = [];
    for (const definition of local.length > 0 ? local : (binding?.definitions ?? [])) {
      if (definition.kind === 'from-import') return secretLeaf(name, name.id);
      if (definition.value !== undefined) found.push(this.of(definition.value, given, depth + 1));
    }
    return worst(found);
  }

  /** `self.key` by what it is bound to, `settings.secret_key` by its name. */
  #ofAttribute(value: Expression & { kind: 'Attribute' }, given: Given, depth: number): Derived | undefined {
    const life = this.ctx.state.lifeOf(value);
    if (life === undefined) return secretLeaf(value, value.attr);
    if (this.#open.has(life)) return secretLeaf(value, value.attr);
    this.#open.add(life);
    const found = life.uses.map(({ kind, value: bound }) =>
      (kind === 'create' || kind === 'rebind') && bound !== undefined ? this.of(bound, given, depth + 1) : undefined,
    );
    this.#open.delete(life);
    return worst(found) ?? secretLeaf(value, value.attr);
  }
}

/** Of several ways to bind it, one that changes it counts. */
function worst(found: readonly (Derived | undefined)[]): Derived | undefined {
  const known = found.flatMap((each) => each ?? []);
  return known.find(({ steps }) => steps.has('hashed') || steps.has('cut') || steps.has('padded')) ?? known[0];
}

/** A `SecretStr` is a secret whatever it is called. */
const typedSecret = (leaf: Expression): Derived => ({ name: nameOfPlace(leaf) ?? 'a setting', leaf, steps: new Set() });

/** A parameter, an imported constant or a setting that goes by the name of a secret. */
function secretLeaf(leaf: Expression, name: string): Derived | undefined {
  return secretKindOf(name) === 'own' ? { name, leaf, steps: new Set() } : undefined;
}
