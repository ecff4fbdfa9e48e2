import {
  ancestors,
  blockAround,
  type Call,
  type ClassDef,
  commentsWithin,
  defineSourceRule,
  type Expression,
  type Fallback,
  fallbackOf,
  holds,
  isEnvironmentGuarded,
  lastNames,
  mayRaise,
  NOT_PRODUCTION,
  type Node,
  nameOfPlace,
  type SourceContext,
  type Stmt,
  secretKindOf,
  statementsBefore,
} from '#kit';

const GENERATORS: ReadonlySet<string> = new Set(
  `secrets.token_bytes secrets.token_hex secrets.token_urlsafe os.urandom uuid.uuid4 random.randbytes
  cryptography.fernet.Fernet.generate_key nacl.utils.random Crypto.Random.get_random_bytes
  Cryptodome.Random.get_random_bytes cryptography.hazmat.primitives.ciphers.aead.AESGCM.generate_key
  cryptography.hazmat.primitives.ciphers.aead.ChaCha20Poly1305.generate_key
  cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key
  cryptography.hazmat.primitives.asymmetric.ec.generate_private_key
  cryptography.hazmat.primitives.asymmetric.ed25519.Ed25519PrivateKey.generate
  django.core.management.utils.get_random_secret_key`.split(/\s+/),
);
/** Ways to write the same bytes otherwise. */
const ENCODINGS: ReadonlySet<string> = new Set(
  'hex decode encode b64encode urlsafe_b64encode hexlify str bytes Fernet AESGCM SecretStr SecretBytes private_bytes'.split(
    ' ',
  ),
);
const SETTINGS: ReadonlySet<string> = new Set(['pydantic_settings.BaseSettings', 'pydantic.BaseSettings']);
/** Calls after which the secret is found again. */
const KEEPING =
  /(^|_)(save|store|write|persist|put|dump|wrap|insert|commit|upsert)(_|$)|^set_(password|key|secret|setting|value)|^(setdefault|writelines)$/;
/** What a comment says of a choice. */
const INTENDED =
  /on purpose|intentional|deliberate|by design|(each|every|per|new) (server )?(process|start|restart|run)|unless (overrid|configured)/i;

export default defineSourceRule({
  docs: {
    summary: 'secret made up when none is configured',
    why: 'Each worker and each start has another secret: what one signed or encrypted the next refuses or can never read again, and a log line at most tells that the configuration was missing.',
    remedy: 'Raise where the secret is not configured; let development ask for a made-up one by name.',
    severity: 'P0',
    precision: 'medium',
    measured: { read: 5, right: 4, on: 'tensafe, litellm, mindsdb' },
    since: '0.1.0',
    cwe: [1188, 321],
    origin: [
      { document: 'TenSafe Issue Register', finding: 'KEY-01' },
      { document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' },
      { document: 'TenSafe Phase 0 Baseline Assessment', finding: '2.2' },
    ],
    bad: 'import os\nimport secrets\n\nSIGNING_KEY = os.environ.get("SIGNING_KEY") or secrets.token_hex(32)\n',
    good: 'import os\n\nSIGNING_KEY = os.environ["SIGNING_KEY"]\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: lastNames(GENERATORS),
  visit: {
    Call(call, ctx) {
      const maker = ctx.names.qualifiedName(call.func);
      if (maker === undefined || !(GENERATORS.has(maker) || isOwnGenerator(call, ctx))) return;
      if (ctx.context.isTestCode(call)) return;
      const value = encoded(call);
      const missing = findMissing(value, ctx);
      if (missing === undefined || isEnvironmentGuarded(call) || isIntended(call, ctx) || isKept(value, ctx)) return;
      ctx.report({
        at: call,
        message: `a missing \`${missing.name}\` is replaced by \`${maker.split('.').slice(-2).join('.')}()\`, by another one in each process`,
        remedy: `Raise where \`${missing.name}\` is not configured, unless the configuration asks for a made-up one by name`,
        related:
          missing.at === undefined ? [] : [{ at: missing.at, message: 'what happens without it is decided here' }],
      });
    },
  },
});

interface Missing {
  readonly name: string;
  readonly at: Node | undefined;
}

/** A function of this file that returns what a generator makes and does nothing else with it. */
function isOwnGenerator(call: Call, ctx: SourceContext): boolean {
  if (call.args.length + call.keywords.length > 0) return false;
  const own = ctx.names.definitionOf(call.func);
  if (own === undefined || own.kind === 'ClassDef' || own.body.length > 3 || mayRaise(own.body)) return false;
  const effects = ctx.effects.within(own.body);
  const returned = effects.has('file') || effects.has('database') ? [] : ctx.flow.returnValues(own);
  return (
    returned.length > 0 &&
    returned.every(
      (value) =>
        value !== undefined &&
        ctx.flow
          .origins(value)
          .some((origin) => origin.kind === 'Call' && GENERATORS.has(ctx.names.qualifiedName(origin.func) ?? '')),
    )
  );
}

/** The outermost expression that is only the generated value in another form. */
function encoded(value: Expression): Expression {
  const { parent } = value;
  if (parent?.kind !== 'Attribute' && parent?.kind !== 'Call') return value;
  const isForm = parent.kind === 'Attribute' || parent.func === value || parent.args[0] === value;
  const name = nameOfPlace(parent.kind === 'Attribute' ? parent : parent.func) ?? '';
  return isForm && ENCODINGS.has(name) ? encoded(parent) : value;
}

/** What is not configured where the value is taken: only what lives as long as the process counts. */
function findMissing(value: Expression, ctx: SourceContext): Missing | undefined {
  const fallback = fallbackOf(value, ctx);
  if (fallback !== undefined) return missingIn(fallback, value, ctx);
  const name = nameOfSetting(value, ctx);
  return name === undefined ? undefined : { name, at: undefined };
}

function missingIn({ names, node }: Fallback, value: Expression, ctx: SourceContext): Missing | undefined {
  const secret = names.find(
    (name) => secretKindOf(name) === 'own' || (isVariable(name) && secretKindOf(name) !== undefined),
  );
  if (secret === undefined) return undefined;
  const at = node.kind === 'If' || node.kind === 'IfExp' ? node.test : node.kind === 'ExceptHandler' ? node.type : node;
  if (names.some(isVariable)) return { name: secret, at };
  // A password or key that one call makes for one object is what generators are for.
  const isConfiguration = !/pass(word|wd|phrase)|pwd/i.test(secret) && isKeptForLife(value, ctx);
  return isConfiguration ? { name: secret, at } : undefined;
}

/** `SHOP_SECRET_KEY`: a variable of the environment or a constant of the settings. */
const isVariable = (name: string): boolean => /^[A-Z][A-Z0-9]*_[A-Z0-9_]*$/.test(name);

/** Stored by a constructor, or in a global. */
function isKeptForLife(value: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(value);
  if (fn === undefined) return true;
  const isStored = ctx.flow.destinations(value).some(({ kind }) => kind === 'attribute-store');
  return isStored && (fn.name === '__init__' || fn.name === '__post_init__');
}

/** A field of settings, the key of an application; whether anything uses a constant of a module is not seen here. */
function nameOfSetting(value: Expression, ctx: SourceContext): string | undefined {
  let at: Node | undefined = value.parent;
  if (at?.kind === 'Lambda') at = at.parent;
  if (at?.kind === 'keyword' && at.arg?.startsWith('default') && at.parent?.kind === 'Call') at = at.parent.parent;
  if (at?.kind !== 'Assign' && at?.kind !== 'AnnAssign') return undefined;
  const target = at.kind === 'Assign' ? at.targets[0] : at.target;
  const name = target === undefined ? undefined : nameOfPlace(target);
  if (target === undefined || name === undefined || secretKindOf(name) !== 'own') return undefined;
  if (at.parent?.kind === 'ClassDef') return isSettings(at.parent, ctx) ? name : undefined;
  const isApplicationKey =
    target.kind !== 'Name' &&
    name.toLowerCase() === 'secret_key' &&
    !(target.kind === 'Attribute' && nameOfPlace(target.value) === 'self');
  return isApplicationKey ? name : undefined;
}

const isSettings = (classDef: ClassDef, ctx: SourceContext): boolean =>
  ctx.types.derivesFrom(classDef, SETTINGS) || /(Settings|Config|Configuration)$/.test(classDef.name);

/** A comment says that it is meant so. */
function isIntended(call: Call, ctx: SourceContext): boolean {
  const statement = [...ancestors(call)].find((outer) => blockAround(outer).length > 0);
  const start = statement === undefined ? 0 : (statementsBefore(statement).at(-1)?.end ?? statement.parent?.start ?? 0);
  return commentsWithin(ctx.source, { start, end: call.end }).some(({ text }) => INTENDED.test(text));
}

/** The secret, or all that the branch makes, is written where a later start finds it. */
function isKept(value: Expression, ctx: SourceContext): boolean {
  const uses = ctx.flow.destinations(value);
  if (uses.some(({ kind, node }) => kind === 'argument' && node.kind === 'Call' && keeps(node, ctx))) return true;
  const branch = [...ancestors(value)].find(
    ({ kind }) => kind === 'If' || kind === 'ExceptHandler' || kind === 'FunctionDef',
  );
  if (branch?.kind !== 'If' && branch?.kind !== 'ExceptHandler') return false;
  const rest = branch.kind === 'If' ? [...branch.body, ...branch.orelse] : branch.body;
  return rest.some((statement) => statement.start > value.start && containsKeeping(statement, ctx));
}

function containsKeeping(statement: Stmt, ctx: SourceContext): boolean {
  return holds(statement, (node) => node.kind === 'Call' && keeps(node, ctx));
}

function keeps(call: Call, ctx: SourceContext): boolean {
  const effect = ctx.effects.of(call);
  return effect === 'file' || effect === 'database' || KEEPING.test(nameOfPlace(call.func) ?? '');
}
