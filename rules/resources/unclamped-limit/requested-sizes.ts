/** Sizes that a client asks for. */
import {
  ancestors,
  type Call,
  type ClassDef,
  type Def,
  decoratorsOf,
  type Expression,
  holds,
  lastName,
  type Node,
  parametersOf,
} from '#ast';
import type { DoubtId, SourceContext } from '#kit';
import { taintedValueIn } from '#kit/web';
import { isOfBots } from '#knowledge/taint';
import { SIZE_NAMES } from '#semantics/flow/upper-bounds';
import { SIZE_SINK } from '#semantics/taint/sinks';
import { usesOfNumber } from './size-uses.ts';

const CLAMPS =
  /^(max|clip|clamp\w*|bound\w*|validate\w*|check\w*|normali[sz]e\w*|sanitize\w*|cap\w*|parse_limit|isinstance|Query)$/;
/** Pages of Django's REST framework that read from the query how many rows they hold: what says so, and what bounds it. */
export const PAGINATORS: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['PageNumberPagination', ['page_size_query_param', 'max_page_size']],
  ['CursorPagination', ['page_size_query_param', 'max_page_size']],
  ['LimitOffsetPagination', ['default_limit', 'max_limit']],
]);

/** A number of somebody's, and where it is used. */
/** What is said of a number that has no name. */
export const UNNAMED = 'number';

export interface RequestedSize {
  readonly name: string;
  readonly at: Node;
  readonly uses: readonly Expression[];
  readonly who: string;
  readonly doubt?: DoubtId;
}

/** The client of a route, the model that calls a tool, the user of a bot whose words a command is given. */
export function whoFills(fn: Def, ctx: SourceContext): string | undefined {
  if (ctx.context.routeOf(fn) !== undefined) return 'the client';
  const names = decoratorsOf(fn).map(({ callee }) => lastName(callee) ?? '');
  const imports = (is: (module: string) => boolean): boolean => ctx.names.imports.some(({ module }) => is(module));
  if (names.includes('tool') && imports((module) => /^(?:fast)?mcp\b/.test(module))) return 'the calling model';
  return names.some((name) => /command$/.test(name)) && imports(isOfBots) ? 'any bot user' : undefined;
}

export function requestedParameters(fn: Def, who: string, ctx: SourceContext): RequestedSize[] {
  return parametersOf(fn).flatMap((parameter): RequestedSize[] => {
    const { name, annotation, node } = parameter;
    if (!SIZE_NAMES.test(name) || annotation === undefined || !isNumber(annotation, ctx)) return [];
    if (isBounded(annotation) || (parameter.default !== undefined && isBounded(parameter.default))) return [];
    const binding = ctx.names.scopeOf(fn)?.bindings.get(name);
    return binding?.definitions.length === 1 ? [{ name, at: node, uses: binding.references, who }] : [];
  });
}

/** Fields of models of this file that come with the body. */
export function requestedFields(fn: Def, who: string, ctx: SourceContext): RequestedSize[] {
  return parametersOf(fn).flatMap(({ name, annotation, node }): RequestedSize[] => {
    const classDef = annotation?.kind === 'Name' ? ctx.names.definitionOf(annotation) : undefined;
    if (classDef?.kind !== 'ClassDef') return [];
    const references = ctx.names.scopeOf(fn)?.bindings.get(name)?.references ?? [];
    return sizeFields(classDef, ctx).map((field): RequestedSize => {
      const uses = references.flatMap(({ parent }) =>
        parent?.kind === 'Attribute' && parent.attr === field.name ? [parent] : [],
      );
      return { name: `${name}.${field.name}`, at: uses[0] ?? node, uses, who };
    });
  });
}

/** `int(request.args["limit"])`, `request.args.get("limit", type=int)`. */
export function valuesRead(call: Call, ctx: SourceContext): readonly RequestedSize[] {
  const read = numberRead(call, ctx);
  const tainted = read === undefined ? undefined : taintedValueIn(read, ctx, SIZE_SINK);
  if (read === undefined || tainted === undefined || tainted.given.when !== undefined) return [];
  const who = tainted.kind === 'bot' ? 'any bot user' : 'the client';
  const uses = usesOfNumber(call, ctx);
  const name =
    keyRead(tainted.leaf, ctx) ?? uses.map((use) => lastName(use)).find((each) => each !== undefined) ?? UNNAMED;
  const doubt = tainted.given.doubt;
  return [{ name, at: call, uses, who, ...(doubt !== undefined && { doubt }) }];
}

/** The text of which a number is made, be it a part that a pattern found. */
function numberRead({ func, args, keywords }: Call, ctx: SourceContext): Expression | undefined {
  const isInt = (value: Expression): boolean => ctx.names.qualifiedName(value) === 'builtins.int';
  if (func.kind === 'Attribute' && keywords.some(({ arg, value }) => arg === 'type' && isInt(value))) return func.value;
  const [given] = isInt(func) ? args : [];
  const read = given?.kind === 'BoolOp' ? given.values[0] : given;
  const isGroup = read?.kind === 'Call' && read.func.kind === 'Attribute' && read.func.attr === 'group';
  const match =
    isGroup && read.func.kind === 'Attribute' ? read.func.value : read?.kind === 'Subscript' ? read.value : undefined;
  for (const made of match === undefined ? [] : ctx.flow.origins(match))
    if (made.kind === 'Call' && /^(?:match|fullmatch|search)$/.test(lastName(made.func) ?? '')) return made.args.at(-1);
  return read;
}

/** `limit` of `request.args.get("limit")`. */
function keyRead(leaf: Expression, { values }: SourceContext): string | undefined {
  for (const node of ancestors(leaf)) {
    const key = node.kind === 'Call' ? node.args[0] : node.kind === 'Subscript' ? node.slice : undefined;
    const name = key === undefined ? undefined : values.string(key);
    if (name !== undefined) return name;
    if (node.kind !== 'Call' && node.kind !== 'Attribute' && node.kind !== 'Subscript') break;
  }
  return undefined;
}

/** Whole numbers without a bound, of a class that asks nothing itself. */
function sizeFields(cls: ClassDef, ctx: SourceContext): readonly { readonly name: string; readonly at: Node }[] {
  if (cls.body.some((statement) => statement.kind === 'FunctionDef')) return [];
  return cls.body.flatMap((field) => {
    if (field.kind !== 'AnnAssign' || field.target.kind !== 'Name' || !SIZE_NAMES.test(field.target.id)) return [];
    if (!isNumber(field.annotation, ctx) || isBounded(field.annotation)) return [];
    return field.value !== undefined && isBounded(field.value) ? [] : [{ name: field.target.id, at: field }];
  });
}

function isNumber(annotation: Expression, ctx: SourceContext): boolean {
  const plain =
    annotation.kind === 'Subscript' && lastName(annotation.value) === 'Annotated' ? annotation.slice : annotation;
  const type = plain.kind === 'Tuple' ? plain.elts[0] : plain;
  return type !== undefined && ctx.types.annotatedClass(type) === 'builtins.int';
}

/** `Query(20, le=100)`, `conint(lt=5)`, `Interval(le=9)`, or something else that may hold a bound. */
function isBounded(expression: Expression): boolean {
  return holds(expression, (node) =>
    node.kind === 'keyword'
      ? /^(le|lt|max|maximum)$|valid/.test(node.arg ?? '**valid')
      : node.kind === 'Call' && /valid|depends/i.test(lastName(node.func) ?? ''),
  );
}

/** Given to something that may cut it. */
export function isCutByName(use: Expression): boolean {
  for (const node of ancestors(use)) {
    if (node.kind === 'Call' && CLAMPS.test(lastName(node.func) ?? '')) return true;
    if (node.kind === 'Assign' || node.kind === 'Expr' || node.kind === 'Return') return false;
  }
  return false;
}
