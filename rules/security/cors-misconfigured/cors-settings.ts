/** What a library's CORS middleware is given, read from its call. */
import type { Call, Expression } from '#ast';
import { type CorsLibrary, FLASK_CORS } from '#knowledge/cors-libraries';
import type { FoldedValue, SemanticModel } from '#semantics';
import { compilePythonPattern } from '#text/python-pattern';
import { isWildcardOrigin, type keywordsWithSpread } from '../_shared/open-origin.ts';
import { defaultOfGetter } from '../_shared/unset-value.ts';
import { environmentDefaults } from './environment-defaults.ts';

/** What it allows, as far as it can be read. */
export interface CorsSettings {
  /** What says that every origin may come. */
  readonly wildcard: Expression | undefined;
  /** A pattern that whatever runs on the machine of a visitor matches, on any port. */
  readonly anyPort: Expression | undefined;
  readonly credentials: 'on' | 'on by default' | 'off' | 'configurable';
  readonly riskyMethods: readonly string[];
  readonly methods: Expression | undefined;
}

/** Of one call that sets up the middleware. */
export function readCorsSettings(
  call: Call,
  keywords: NonNullable<ReturnType<typeof keywordsWithSpread>>,
  library: CorsLibrary,
  ctx: SemanticModel,
): CorsSettings {
  const argument = (name: string | undefined): Expression | undefined =>
    keywords.find(({ arg }) => arg !== undefined && arg === name)?.value;
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
    anyPort: matchesAnyPort(text) ? pattern : undefined,
    credentials: credentialsOf(argument(library.credentials), ctx),
    riskyMethods: riskyMethods(methods, ctx),
    methods,
  };
}

/** `["*"]`, `"*"`, a constant of these, or the default of an environment variable: `getenv("ORIGINS", "*").split(",")`. */
function hasWildcard(origins: Expression, ctx: SemanticModel): boolean {
  const values = ctx.values.possible(origins);
  if (values !== undefined) return values.some(isWildcardOrigin);
  if (foldedDefault(origins, ctx).some(isWildcardOrigin)) return true;
  return environmentDefaults(origins, ctx).some((fallback) =>
    fallback.split(',').some((origin) => origin.trim() === '*'),
  );
}

/** What a getter of settings gives where it finds nothing: `config.get_list("origins", default=["*"])`. */
function foldedDefault(value: Expression, ctx: SemanticModel): readonly FoldedValue[] {
  return [value, ...ctx.flow.origins(value)].flatMap((leaf) => {
    const fallback = defaultOfGetter(leaf);
    const folded = fallback === undefined ? undefined : ctx.values.fold(fallback);
    return folded ?? [];
  });
}

/** One of several cases: `["*"] if "*" in listed else listed`, `settings.origins or ["*"]`. */
function isOpenLeaf(leaf: Expression, ctx: SemanticModel): boolean {
  const values = ctx.values.possible(leaf);
  return values?.some(isWildcardOrigin) === true;
}

const accepts = (pattern: string | undefined, origins: readonly string[]): boolean => {
  const compiled = pattern === undefined ? undefined : compilePythonPattern(pattern);
  return compiled !== undefined && origins.every((origin) => compiled.matches(origin, 'fullmatch'));
};

/** Sites and ports that nobody has in mind who lists their own. */
const FOREIGN_ORIGINS = ['https://foreign.example', 'https://another-foreign.test'];
const FOREIGN_LOCAL_ORIGINS = ['http://localhost:49107', 'http://localhost:2718'];
const LOCAL_ADDRESSES = ['http://127.0.0.1:49107', 'http://127.0.0.1:2718'];

const matchesAnything = (pattern: string | undefined): boolean => accepts(pattern, FOREIGN_ORIGINS);
const matchesAnyPort = (pattern: string | undefined): boolean =>
  accepts(pattern, FOREIGN_LOCAL_ORIGINS) || accepts(pattern, LOCAL_ADDRESSES);

function resourcesOpen(resources: FoldedValue | undefined): boolean {
  if (resources?.kind !== 'mapping') return false;
  return resources.entries.some(([, options]) => {
    if (options.kind !== 'mapping') return false;
    return options.entries.some(
      ([key, value]) => key.kind === 'str' && key.value === 'origins' && isWildcardOrigin(value),
    );
  });
}

function credentialsOf(value: Expression | undefined, ctx: SemanticModel): CorsSettings['credentials'] {
  if (value === undefined) return 'off';
  const values = ctx.values.possible(value);
  if (values === undefined)
    return foldedDefault(value, ctx).some((one) => one.kind === 'bool' && one.value) ? 'on by default' : 'configurable';
  return values.some((one) => one.kind === 'bool' && one.value) ? 'on' : 'off';
}

const RISKY: ReadonlySet<string> = new Set(['*', 'DELETE', 'PATCH']);

function riskyMethods(methods: Expression | undefined, ctx: SemanticModel): string[] {
  const folded = methods === undefined ? undefined : ctx.values.fold(methods);
  if (folded === undefined) return [];
  const elements = 'elements' in folded ? folded.elements : [folded];
  return elements.flatMap((element) =>
    element.kind === 'str' && RISKY.has(element.value.toUpperCase()) ? [element.value] : [],
  );
}
