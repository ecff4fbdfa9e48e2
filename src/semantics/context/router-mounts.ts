/** Routers of FastAPI, Flask, Sanic and their relatives, and what they are hung on. */
import { type Call, callKeyword, dottedName, type Expression, nodesOf } from '../../ast/index.ts';
import { memoizeByFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';
import { importsName } from '../names/imports-module.ts';

/** Methods that mount something, with the argument for it. */
const MOUNTING: ReadonlyMap<string, readonly [keyword: string, position: number]> = new Map([
  ['include_router', ['router', 0]],
  ['register_blueprint', ['blueprint', 0]],
  ['blueprint', ['blueprint', 0]],
  ['add_namespace', ['ns', 0]],
  ['mount', ['app', 1]],
]);

/** A router or an application that is hung on another one. */
export interface RouterMount {
  readonly call: Call;
  readonly method: string;
  readonly child: Expression;
  readonly parent: Expression;
}

/** Those that a file writes down: `app.include_router(router)`; `api = Api(blueprint)` of Flask's extensions for REST. */
export const mountsIn = memoizeByFile((model: SemanticModel): readonly RouterMount[] =>
  nodesOf(model.source.module, 'Call').flatMap((call) => {
    const { func, args, parent } = call;
    const [keyword, position] = (func.kind === 'Attribute' && MOUNTING.get(func.attr)) || [];
    const child = keyword === undefined ? undefined : model.values.givenArgument(call, keyword, position);
    if (func.kind === 'Attribute' && child !== undefined)
      return [{ call, method: func.attr, child, parent: func.value }];
    const isApi = /^flask_rest\w+\.(?:\w+\.)*Api$/.test(model.names.qualifiedName(func) ?? '');
    const [target] = isApi && parent?.kind === 'Assign' ? parent.targets : [];
    const [first] = args;
    return target === undefined || first === undefined ? [] : [{ call, method: 'Api', child: target, parent: first }];
  }),
);

/** What the project calls a router: `shop.api.users.router`. */
export function nameOfRouter(router: Expression, { names }: SemanticModel): string | undefined {
  const dotted = dottedName(router);
  if (dotted === undefined) return undefined;
  const [first = ''] = dotted.split('.');
  return importsName(first, names) ? names.qualifiedNameAt(dotted, router) : `${names.moduleName}.${dotted}`;
}

/** The `prefix` of a router or a mount: empty where none is given, `null` where it cannot be determined. */
export function prefixGiven(call: Call, { values }: SemanticModel): string | null {
  if (call.keywords.some(({ arg }) => arg === undefined)) return null;
  const given = callKeyword(call, 'prefix') ?? callKeyword(call, 'url_prefix');
  return given === undefined ? '' : (values.string(given.value) ?? null);
}
