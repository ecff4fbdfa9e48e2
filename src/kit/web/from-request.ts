import { attributeChain, type Expression, type Name } from '../../ast/index.ts';
import type { Condition } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** How a value comes from a client: read from a request here, or given to a function that a route may call. */
export type RequestSource = { readonly kind: 'request' } | { readonly kind: 'parameter'; readonly function: string };

/** How the client of a route decides what the expression holds; undefined where nothing says that one does. */
export function requestSourceOf(expression: Expression, model: SemanticModel): RequestSource | undefined {
  let source: RequestSource | undefined;
  for (const { kind, leaf } of model.flow.sources(expression)) {
    if (kind === 'request' || (kind === 'parameter' && isBodyOfRoute(leaf, model))) return { kind: 'request' };
    const fn = kind === 'parameter' ? model.context.defAround(leaf) : undefined;
    if (fn !== undefined)
      source ??= { kind: 'parameter', function: `${model.names.moduleName}.${model.names.qualnameOf(fn)}` };
  }
  return source;
}

/** A function that no request reaches is given what the program itself has. */
export function whenFromRequest(source: RequestSource): { readonly when?: Condition } {
  if (source.kind === 'request') return {};
  const question = { kind: 'reached-from', function: source.function, entries: ['route'] } as const;
  return { when: { question, yes: 'keep', no: 'drop', unknown: 'drop' } };
}

/** Parameters whose class says that the framework, not the client, makes them. */
const INJECTED =
  /(?:Session|Service|Settings|Config|Client|Connection|Depends|User|Tasks|Manager|Store|Engine|Response|Database|Db|Repository)$/;

/** A parameter of a route annotated with a class of another module, and not injected: the body, read by that class. */
function isBodyOfRoute(leaf: Expression, model: SemanticModel): boolean {
  const root = leaf.kind === 'Name' ? leaf : attributeChain(leaf).root;
  const fn = root.kind === 'Name' ? model.context.defAround(root) : undefined;
  if (root.kind !== 'Name' || fn === undefined || model.context.routeOf(fn) === undefined) return false;
  const annotation = annotationOf(root, model);
  const { args, defaults } = fn.args;
  const index = args.findIndex(({ arg }) => arg === root.id) - (args.length - defaults.length);
  const isInjected = index >= 0 && defaults[index]?.kind === 'Call';
  return annotation !== undefined && !INJECTED.test(annotation) && !isInjected;
}

function annotationOf(name: Name, model: SemanticModel): string | undefined {
  const annotation = model.names.parameterOf(name)?.annotation;
  return annotation === undefined ? undefined : model.types.annotatedClass(annotation);
}
