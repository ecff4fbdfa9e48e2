/** Web frameworks, by the packages they are imported from. */
import type { Call, Expression } from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import type { Route } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import type { FoldedValue } from '../values.ts';

export type Framework = Route['framework'];

const FRAMEWORKS: ReadonlyMap<string, Framework> = new Map([
  ['fastapi', 'fastapi'],
  ['flask', 'flask'],
  ['flask_restful', 'flask'],
  ['flask_restx', 'flask'],
  ['flask_openapi3', 'flask'],
  ['apiflask', 'flask'],
  ['starlette', 'starlette'],
  ['aiohttp', 'aiohttp'],
  ['django', 'django'],
  ['rest_framework', 'django'],
  ['ninja', 'django'],
  ['tornado', 'tornado'],
  ['sanic', 'sanic'],
  ['litestar', 'litestar'],
  ['quart', 'other'],
  ['bottle', 'other'],
  ['cherrypy', 'other'],
  ['falcon', 'other'],
  ['robyn', 'other'],
  ['blacksheep', 'other'],
  ['grpc', 'other'],
  ['websockets', 'other'],
]);

/** The framework that a qualified name belongs to. */
export function frameworkOf(qualifiedName: string | undefined): Framework | undefined {
  if (qualifiedName === undefined) return undefined;
  const dot = qualifiedName.indexOf('.');
  return FRAMEWORKS.get(dot === -1 ? qualifiedName : qualifiedName.slice(0, dot));
}

/** Frameworks that the file imports, in the order of its imports. */
export const frameworksImported = memoizeByFile((model: SemanticModel): readonly Framework[] => {
  const found = new Set<Framework>();
  for (const { module } of model.names.imports) {
    const framework = frameworkOf(module);
    if (framework !== undefined) found.add(framework);
  }
  return [...found];
});

/** The one framework of a file, where there is one; FastAPI is on Starlette and is imported beside it. */
export function onlyFramework(imported: readonly Framework[]): Framework {
  const named = imported.includes('fastapi') ? imported.filter((each) => each !== 'starlette') : imported;
  return named.length === 1 ? (named[0] ?? 'other') : 'other';
}

/** A constant path argument; lists of paths answer with their first. */
export function pathArgument(
  model: SemanticModel,
  call: Call,
  keywords: readonly string[],
  position: number | undefined,
): string | undefined {
  for (const keyword of keywords) {
    const value = model.values.givenArgument(call, keyword, position);
    if (value === undefined) continue;
    const first = value.kind === 'List' || value.kind === 'Tuple' ? value.elts[0] : value;
    return first === undefined ? undefined : model.values.string(first);
  }
  return undefined;
}

/** The `methods=` of a registration, upper case; `otherwise` where it is absent, nothing where it cannot be read. */
export function methodsArgument(model: SemanticModel, call: Call, otherwise: readonly string[]): readonly string[] {
  const value =
    model.values.givenArgument(call, 'methods', undefined) ??
    model.values.givenArgument(call, 'method', undefined) ??
    model.values.givenArgument(call, 'http_method', undefined);
  return value === undefined ? otherwise : methodNames(model, value);
}

/** HTTP methods that an expression lists, upper case. */
export function methodNames(model: SemanticModel, expression: Expression): readonly string[] {
  const folded = model.values.fold(expression);
  if (folded === undefined) return [];
  const texts = folded.kind === 'str' ? [folded] : elementsOf(folded);
  return texts.flatMap((text) => (text.kind === 'str' ? [text.value.toUpperCase()] : []));
}

function elementsOf(folded: FoldedValue): readonly FoldedValue[] {
  return folded.kind === 'list' || folded.kind === 'tuple' || folded.kind === 'set' ? folded.elements : [];
}
