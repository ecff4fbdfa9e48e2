import {
  type AnnAssign,
  type Arguments,
  type Assign,
  ancestors,
  type Call,
  type Compare,
  type Constant,
  defineSourceRule,
  type Expression,
  fallbackOf,
  isDocstring,
  isRandomText,
  isStandIn,
  nameOfPlace,
  parametersOf,
  recordKindOf,
  type SecretKind,
  type SourceContext,
  secretKindOf,
  secretShapeOf,
  stringConstant,
} from '#kit';

/** Files in which only what a provider issued counts, and that little. */
const TEST_ROLES: ReadonlySet<string> = new Set(['test', 'benchmark', 'documentation', 'stub']);
/** Keys that only let data in are meant to be in every copy of a program. */
const TELEMETRY = /telemetry|analytics/i;
const ENUMS: ReadonlySet<string> = new Set(['enum.Enum', 'enum.StrEnum', 'enum.IntEnum', 'enum.Flag']);
/** Calls whose result is their first argument, kept or wrapped. */
const WRAPPERS: ReadonlySet<string> = new Set(['SecretStr', 'SecretBytes', 'Secret', 'Field', 'field', 'str', 'bytes']);

export default defineSourceRule({
  docs: {
    summary: 'secret written in the code',
    why: 'Everybody who can read the repository, an image or a traceback has the secret, it stays in the history after it is changed, and a fallback of this kind is what production runs with on the day the variable is missing.',
    remedy:
      'Read the secret from the environment or a vault, fail where it is missing, and replace the one in the history.',
    severity: 'P0',
    precision: 'medium',
    measured: { read: 7, right: 7, on: 'khoj, label_studio, llama_stack, dbgpt, langchain_community' },
    since: '0.1.0',
    cwe: [798, 259],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-001' }],
    bad: 'import os\n\nSIGNING_KEY = os.environ.get("ORDERS_SIGNING_KEY", "orders-dev-signing")\n',
    good: 'import os\n\nSIGNING_KEY = os.environ["ORDERS_SIGNING_KEY"]\n',
  },
  visit: {
    Constant(literal, ctx) {
      if (literal.value.kind !== 'str' && literal.value.kind !== 'bytes') return;
      const text = literal.value.value;
      if (text.length < 4 || isOutOfPlace(literal)) return;
      const shape = secretShapeOf(text);
      const isTest = TEST_ROLES.has(ctx.context.role) || (shape !== undefined && ctx.context.isTestCode(literal));
      const found = isTest || TELEMETRY.test(ctx.path) ? undefined : findNamed(literal, text, ctx);
      if (shape === undefined && found === undefined) return;
      const isMinor = isTest || isExample(literal, ctx) || ctx.context.isTestCode(literal);
      ctx.report({
        at: literal,
        hidesCode: true,
        message: describe(found, shape),
        ...(found?.isFallback && {
          remedy: `Fail at start-up where \`${found.name}\` is not set, and make one per installation`,
        }),
        ...(found?.isFallback && /pass|pwd/i.test(found.name) && { severity: 'P1' }),
        ...(isMinor && { severity: 'P3', profile: 'strict' }),
      });
    },
  },
});

/** In the examples of a project, or in what its code calls an example: `connection_args_example = {…}`. */
function isExample(literal: Constant, ctx: SourceContext): boolean {
  if (ctx.context.role === 'example') return true;
  for (const around of ancestors(literal)) {
    if (around.kind === 'Assign') return around.targets.some((target) => EXAMPLE.test(nameOfPlace(target) ?? ''));
    if (around.kind === 'FunctionDef' || around.kind === 'AsyncFunctionDef') return false;
  }
  return false;
}

const EXAMPLE = /(^|_)(examples?|samples?|demo)(_|$)/i;

/** A name that a literal goes by. */
interface Named {
  readonly name: string;
  /** It is what is used when nothing is configured. */
  readonly isFallback: boolean;
}

function describe(found: Named | undefined, shape: string | undefined): string {
  if (found?.isFallback) return `\`${found.name}\` falls back to a text that everybody who reads the code knows`;
  return `${shape ?? `\`${found?.name}\``} is written in the code`;
}

/** Docstrings, and texts inside f-strings, which are no values of their own. */
function isOutOfPlace({ parent }: Constant): boolean {
  return parent?.kind === 'JoinedStr' || (parent?.kind === 'Expr' && isDocstring(parent));
}

function findNamed(literal: Constant, text: string, ctx: SourceContext): Named | undefined {
  const found = placeOf(literal, ctx);
  const kind = found === undefined ? undefined : secretKindOf(found.name);
  if (found === undefined || kind === undefined || lettersOf(text) === lettersOf(found.name)) return undefined;
  return isSecret(text, kind, found.isFallback) ? found : undefined;
}

/** `LANGFUSE_SECRET_KEY` set to `langfuse-secret-key` names itself. */
const lettersOf = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A known text in the place of one's own secret breaks it, however simple; elsewhere it must look like a secret. */
function isSecret(text: string, kind: SecretKind, isFallback: boolean): boolean {
  if (isRandomText(text)) return true;
  if (!isFallback || kind !== 'own' || NO_SECRET.test(text)) return false;
  return !isStandIn(text) || /change|secret|insecure|default/i.test(text);
}

/** Addresses, paths, templates, prose, and words that stand for no value. */
const NO_SECRET = /:\/\/|^[./~]|[<>{}\s%]|^(none|null|nil|true|false|env|auto|prompt)$/i;

/** The name that a literal goes by, through what only wraps it. */
function placeOf(literal: Expression, ctx: SourceContext): Named | undefined {
  const fallback = fallbackOf(literal, ctx);
  if (fallback !== undefined) {
    const name = fallback.names.find((candidate) => secretKindOf(candidate) !== undefined);
    return name === undefined ? undefined : { name, isFallback: true };
  }
  const { parent } = literal;
  switch (parent?.kind) {
    case 'Attribute':
      return parent.attr === 'encode' && parent.parent?.kind === 'Call' ? placeOf(parent.parent, ctx) : undefined;
    case 'Call':
      return isWrapper(parent) && parent.args[0] === literal ? placeOf(parent, ctx) : undefined;
    case 'keyword':
      if (parent.parent?.kind !== 'Call' || parent.arg === undefined) return undefined;
      if (parent.arg === 'default' && isWrapper(parent.parent)) return placeOf(parent.parent, ctx);
      return { name: parent.arg, isFallback: false };
    case 'Dict':
      return named(stringConstant(parent.keys[parent.values.indexOf(literal)]));
    case 'Assign':
    case 'AnnAssign':
      return placeOfTarget(parent, ctx);
    case 'Compare':
      return placeInComparison(literal, parent);
    case 'arguments':
      return placeInSignature(literal, parent);
    default:
      return undefined;
  }
}

const named = (name: string | undefined): Named | undefined =>
  name === undefined ? undefined : { name, isFallback: false };

const isWrapper = (call: Call): boolean => WRAPPERS.has(nameOfPlace(call.func) ?? '');

function placeOfTarget(statement: Assign | AnnAssign, ctx: SourceContext): Named | undefined {
  const target = statement.kind === 'Assign' ? statement.targets[0] : statement.target;
  const name = target === undefined ? undefined : nameOfPlace(target);
  if (name === undefined || statement.parent?.kind !== 'ClassDef') return named(name);
  if (ctx.types.derivesFrom(statement.parent, ENUMS)) return undefined;
  return { name, isFallback: statement.kind === 'AnnAssign' && recordKindOf(statement.parent, ctx) !== undefined };
}

/** `if token == "…"`. */
function placeInComparison(literal: Expression, { left, ops, comparators }: Compare): Named | undefined {
  const other = left === literal ? comparators[0] : left;
  if (other === undefined || ops.length !== 1 || (ops[0] !== 'Eq' && ops[0] !== 'NotEq')) return undefined;
  return named(nameOfPlace(other));
}

function placeInSignature(literal: Expression, signature: Arguments): Named | undefined {
  const fn = signature.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return undefined;
  return named(parametersOf(fn).find((parameter) => parameter.default === literal)?.name);
}
