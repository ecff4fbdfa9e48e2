import { defineSourceRule, heldBackBy, lastNames, NOT_PRODUCTION, type SourceContext } from '#kit';
import { ancestors, type Call, type Expression } from '#kit/code';
import { defaultOfGetter, environmentDefaults } from '#kit/settings';
import { compilePythonPattern } from '#kit/texts';
import type { FoldedValue } from '#kit/values';
import { CORS_FUNCTIONS, CORS_MIDDLEWARE, type CorsLibrary, FLASK_CORS } from '#kit/web';

export default defineSourceRule({
  docs: {
    summary: 'CORS open to every origin',
    why: 'With a wildcard and credentials, any web site can send requests with the cookies of a visitor and read the answers, unless the cookies are limited by `SameSite`. Without credentials, any web site can still read what the service answers, also inside a private network.',
    remedy: 'List the origins of your own front ends, and allow credentials only for those.',
    harm: 'admits',
    ceiling: 'P2',
    profile: 'strict',
    precision: 'low',
    measured: {
      read: 19,
      right: 16,
      on: '84 PyPI packages and TenSafe, jina, sglang, gradio, prefect, transformers, lmdeploy, ray, skypilot',
    },
    since: '0.1.0',
    cwe: [942],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6.6' },
      { document: 'TenSafe System Audit', finding: 'P2-7' },
    ],
    bad: 'from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)\n',
    good: 'from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"], allow_credentials=True)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: lastNames([...CORS_MIDDLEWARE.keys(), ...CORS_FUNCTIONS.keys()]),
  visit: {
    Call(call, ctx) {
      const library = libraryOf(call, ctx);
      if (library === undefined || ctx.context.isTestCode(call) || call.keywords.some(({ arg }) => arg === undefined))
        return;
      const settings = readSettings(call, library, ctx);
      if (settings.wildcard !== undefined) {
        if (settings.credentials.startsWith('on') || !isOptedInto(call, settings.wildcard, ctx))
          reportWildcard(settings, settings.wildcard, library, ctx);
      } else if (settings.credentials.startsWith('on') && settings.anyPort !== undefined)
        reportAnyPort(settings.anyPort, ctx);
      else if (settings.credentials !== 'off' && settings.riskyMethods.length > 0) reportMethods(settings, ctx);
    },
  },
});

function libraryOf(call: Call, ctx: SourceContext): CorsLibrary | undefined {
  const callee = ctx.types.calleeName(call.func);
  const own = callee === undefined ? undefined : (CORS_MIDDLEWARE.get(callee) ?? CORS_FUNCTIONS.get(callee));
  if (own !== undefined) return own;
  const adds =
    call.func.kind === 'Attribute' ? call.func.attr === 'add_middleware' : callee?.endsWith('.Middleware') === true;
  const [first] = call.args;
  return adds && first !== undefined ? CORS_MIDDLEWARE.get(ctx.names.qualifiedName(first) ?? '') : undefined;
}

interface Settings {
  /** What says that every origin may come. */
  readonly wildcard: Expression | undefined;
  /** It does so in one of several cases. */
  readonly isSometimes: boolean;
  /** A pattern that whatever runs on the machine of a visitor matches, on any port. */
  readonly anyPort: Expression | undefined;
  readonly credentials: 'on' | 'on by default' | 'off' | 'configurable';
  readonly riskyMethods: readonly string[];
  readonly methods: Expression | undefined;
}

function readSettings(call: Call, library: CorsLibrary, ctx: SourceContext): Settings {
  const argument = (name: string | undefined): Expression | undefined =>
    call.keywords.find(({ arg }) => arg !== undefined && arg === name)?.value;
  const origins = argument(library.origins);
  const pattern = argument(library.pattern);
  const methods = argument(library.methods);
  const resources = library === FLASK_CORS ? argument('resources') : undefined;
  const text = pattern === undefined ? undefined : ctx.values.string(pattern);
  const certain =
    (origins !== undefined && hasWildcard(origins, ctx) ? origins : undefined) ??
    (pattern !== undefined && matchesAnything(text) ? pattern : undefined) ??
    (resources !== undefined && resourcesOpen(ctx.values.fold(resources)) ? resources : undefined) ??
    (library.opensByDefault && origins === undefined && resources === undefined ? call.func : undefined);
  const chosen = origins === undefined ? undefined : ctx.flow.origins(origins).find((leaf) => isOpenLeaf(leaf, ctx));
  return {
    wildcard: certain ?? (chosen === undefined ? undefined : origins),
    isSometimes: certain === undefined,
    anyPort: matchesAnyPort(text) ? pattern : undefined,
    credentials: credentialsOf(argument(library.credentials), ctx),
    riskyMethods: riskyMethods(methods, ctx),
    methods,
  };
}

/** `["*"]`, `"*"`, a constant of these, or the default of an environment variable: `getenv("ORIGINS", "*").split(",")`. */
function hasWildcard(origins: Expression, ctx: SourceContext): boolean {
  const values = ctx.values.possible(origins);
  if (values !== undefined) return values.some(isWildcard);
  if (foldedDefault(origins, ctx).some(isWildcard)) return true;
  return environmentDefaults(origins, ctx).some((fallback) =>
    fallback.split(',').some((origin) => origin.trim() === '*'),
  );
}

/** What a getter of settings gives where it finds nothing: `config.get_list("origins", default=["*"])`. */
function foldedDefault(value: Expression, ctx: SourceContext): readonly FoldedValue[] {
  return [value, ...ctx.flow.origins(value)].flatMap((leaf) => {
    const fallback = defaultOfGetter(leaf);
    const folded = fallback === undefined ? undefined : ctx.values.fold(fallback);
    return folded ?? [];
  });
}

/** One of several cases: `["*"] if "*" in listed else listed`, `settings.origins or ["*"]`. */
function isOpenLeaf(leaf: Expression, ctx: SourceContext): boolean {
  const values = ctx.values.possible(leaf);
  return values?.some(isWildcard) === true;
}

/** Under `if "*" in allowed_origins:` whoever runs the service asked for it. */
function isOptedInto(call: Call, wildcard: Expression, ctx: SourceContext): boolean {
  const chosen = ctx.flow.whole(wildcard);
  if (chosen.kind === 'IfExp' && testsForWildcard(chosen.test, ctx)) return true;
  return [...ancestors(call)].some(
    (node) => node.kind === 'If' && call.start > node.test.end && testsForWildcard(node.test, ctx),
  );
}

function testsForWildcard(test: Expression, ctx: SourceContext): boolean {
  if (test.kind === 'BoolOp') return test.values.some((value) => testsForWildcard(value, ctx));
  return test.kind === 'Compare' && [test.left, ...test.comparators].some((side) => ctx.values.string(side) === '*');
}

function isWildcard(value: FoldedValue): boolean {
  if (value.kind === 'str') return value.value === '*' || value.value === '.*';
  return 'elements' in value && value.elements.some(isWildcard);
}

const accepts = (pattern: string | undefined, origins: readonly string[]): boolean => {
  const compiled = pattern === undefined ? undefined : compilePythonPattern(pattern);
  return compiled !== undefined && origins.every((origin) => compiled.matches(origin, 'fullmatch'));
};

/** Sites and ports that nobody has in mind who lists their own. */
const STRANGERS = ['https://stranger.example', 'https://another-stranger.test'];
const LOCAL_STRANGERS = ['http://localhost:49107', 'http://localhost:2718'];
const LOCAL_ADDRESSES = ['http://127.0.0.1:49107', 'http://127.0.0.1:2718'];

const matchesAnything = (pattern: string | undefined): boolean => accepts(pattern, STRANGERS);
const matchesAnyPort = (pattern: string | undefined): boolean =>
  accepts(pattern, LOCAL_STRANGERS) || accepts(pattern, LOCAL_ADDRESSES);

function resourcesOpen(resources: FoldedValue | undefined): boolean {
  if (resources?.kind !== 'mapping') return false;
  return resources.entries.some(([, options]) => {
    if (options.kind !== 'mapping') return false;
    return options.entries.some(([key, value]) => key.kind === 'str' && key.value === 'origins' && isWildcard(value));
  });
}

function credentialsOf(value: Expression | undefined, ctx: SourceContext): Settings['credentials'] {
  if (value === undefined) return 'off';
  const values = ctx.values.possible(value);
  if (values === undefined)
    return foldedDefault(value, ctx).some((one) => one.kind === 'bool' && one.value) ? 'on by default' : 'configurable';
  return values.some((one) => one.kind === 'bool' && one.value) ? 'on' : 'off';
}

const RISKY: ReadonlySet<string> = new Set(['*', 'DELETE', 'PATCH']);

function riskyMethods(methods: Expression | undefined, ctx: SourceContext): string[] {
  const folded = methods === undefined ? undefined : ctx.values.fold(methods);
  if (folded === undefined) return [];
  const elements = 'elements' in folded ? folded.elements : [folded];
  return elements.flatMap((element) =>
    element.kind === 'str' && RISKY.has(element.value.toUpperCase()) ? [element.value] : [],
  );
}

function reportWildcard(settings: Settings, wildcard: Expression, library: CorsLibrary, ctx: SourceContext): void {
  const withCredentials = settings.credentials.startsWith('on');
  const isDefault = settings.credentials === 'on by default' || foldedDefault(wildcard, ctx).length > 0;
  ctx.report({
    at: wildcard,
    ceiling: withCredentials ? 'P2' : 'P3',
    message: withCredentials
      ? `any origin is allowed with credentials: ${library.name} then repeats the \`Origin\` of a request in its answer, and browsers accept it`
      : 'any web site may read the answers of this service',
    ...heldBackBy(
      isDefault
        ? 'who configures it may say otherwise'
        : settings.isSometimes
          ? 'it is one of several cases'
          : undefined,
    ),
    // A token that pages put into a header themselves does not come along with a stranger's request.
    ...(withCredentials && {
      when: {
        question: { kind: 'takes-ambient-credentials' as const },
        yes: 'keep' as const,
        no: {
          ceiling: 'P3' as const,
          message: `any origin is allowed with credentials, and ${library.name} then repeats the \`Origin\` of a request; nothing here uses cookies or what else browsers send by themselves`,
        },
        unknown: 'keep' as const,
      },
    }),
  });
}

function reportAnyPort(pattern: Expression, ctx: SourceContext): void {
  ctx.report({
    at: pattern,
    ceiling: 'P3',
    message: 'whatever runs on the machine of a visitor, on any port, is an allowed origin with credentials',
    remedy: 'List the ports of your own front ends',
    heldBack: 'a stranger needs a program on that machine first',
  });
}

function reportMethods({ methods, riskyMethods: risky, credentials }: Settings, ctx: SourceContext): void {
  if (methods === undefined) return;
  const names = risky.map((method) => `\`${method}\``).join(' and ');
  ctx.report({
    at: methods,
    ceiling: 'P3',
    message: `pages of the allowed origins may send ${names} with ${credentials === 'on' ? 'credentials' : 'credentials, where they are switched on'}`,
    remedy: 'Allow browsers only the methods that your front end sends',
    // Without cookies credentials are tokens, which pages of other origins do not have.
    when: { question: { kind: 'takes-ambient-credentials' }, yes: 'keep', no: 'drop', unknown: 'keep' },
  });
}
