import {
  ancestors,
  type Constant,
  defineSourceRule,
  isDocstring,
  isRandomText,
  isStandIn,
  NOT_PRODUCTION,
  nameOfPlace,
  namesOfLiteral,
  type SecretKind,
  type SourceContext,
  secretKindOf,
  secretShapeOf,
} from '#kit';

/** Keys that only let data in are meant to be in every copy of a program. */
const TELEMETRY = /telemetry|analytics/i;
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
      // There only what a provider issued counts, and that little.
      const isElsewhere = NOT_PRODUCTION.includes(ctx.context.role) && ctx.context.role !== 'example';
      const isTest = isElsewhere || (shape !== undefined && ctx.context.isTestCode(literal));
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

function describe(found: Named | undefined, shape: string | undefined): string {
  if (found?.isFallback) return `\`${found.name}\` falls back to a text that everybody who reads the code knows`;
  return `${shape ?? `\`${found?.name}\``} is written in the code`;
}

/** Docstrings, and texts inside f-strings, which are no values of their own. */
function isOutOfPlace({ parent }: Constant): boolean {
  return parent?.kind === 'JoinedStr' || (parent?.kind === 'Expr' && isDocstring(parent));
}

interface Named {
  readonly name: string;
  readonly isFallback: boolean;
}

/** The secret that a literal is by its name, where its text may be one. */
function findNamed(literal: Constant, text: string, ctx: SourceContext): Named | undefined {
  const found = namesOfLiteral(literal, ctx);
  const name = found?.names.find((each) => secretKindOf(each) !== undefined);
  const kind = name === undefined ? undefined : secretKindOf(name);
  if (found === undefined || name === undefined || kind === undefined) return undefined;
  const isOwnName = lettersOf(text) === lettersOf(name);
  return !isOwnName && isSecret(text, kind, found.isFallback) ? { name, isFallback: found.isFallback } : undefined;
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
