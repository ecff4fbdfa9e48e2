/** Keys that a route takes of what its client sends, without which it fails. */
import { type Def, type Expression, lastName, parametersOf, type Subscript, withoutAwait } from '#ast';
import type { FactsContext } from '#kit';
import { isRequest } from '#semantics/context/request-objects';

/** `body["hour"]` where nothing before asks whether the key is there: the key. */
export function bodyKeyRead(node: Subscript, fn: Def, file: FactsContext): string | undefined {
  const key = file.values.string(node.slice);
  if (key === undefined || !isLoad(node) || !isBody(node.value, fn, file)) return undefined;
  if (node.value.kind !== 'Name') return key;
  const uses = file.names.resolve(node.value)?.references ?? [];
  return uses.some((use) => use.start < node.start && asksForKeys(use)) ? undefined : key;
}

const isLoad = ({ parent, ...node }: Subscript): boolean =>
  !(parent?.kind === 'Assign' && parent.targets.some((each) => each.start === node.start)) &&
  parent?.kind !== 'Delete' &&
  parent?.kind !== 'AugAssign';

/** `"hour" in body`, `body.get("hour")`, `check(body)`, `for key in body`. */
function asksForKeys(use: Expression): boolean {
  const { parent } = use;
  if (parent?.kind === 'Compare' || parent?.kind === 'For' || parent?.kind === 'comprehension') return true;
  if (parent?.kind === 'Call' || parent?.kind === 'keyword' || parent?.kind === 'Starred') return true;
  return parent?.kind === 'Attribute' && parent.parent?.kind === 'Call';
}

function isBody(value: Expression, fn: Def, file: FactsContext): boolean {
  const framework = file.context.routeOf(fn)?.framework ?? '';
  const from = withoutAwait(file.flow.whole(withoutAwait(value)));
  if (from.kind === 'Name') {
    const parameter = file.names.parameterOf(from);
    const declared = parametersOf(fn).find(({ node }) => node === parameter);
    const isDict =
      declared?.annotation !== undefined && file.types.annotatedClass(declared.annotation) === 'builtins.dict';
    return framework === 'fastapi' && isDict && (declared?.default === undefined || isFilled(declared.default));
  }
  if (from.kind === 'Call') {
    const { func } = from;
    if (func.kind !== 'Attribute' || !isRequest(func.value, file)) return false;
    return func.attr === 'get_json' || (func.attr === 'json' && framework !== 'sanic') || func.attr === 'post';
  }
  if (from.kind !== 'Attribute' || !isRequest(from.value, file)) return false;
  return (PARTS.get(framework) ?? /^$/).test(from.attr);
}

/** `Body(…)`; a dependency gives what it gives. */
const isFilled = (given: Expression): boolean => given.kind === 'Call' && lastName(given.func) === 'Body';

/** Parts of a request whose missing keys are plain errors; Flask answers 400 where its own are missing. */
const PARTS: ReadonlyMap<string, RegExp> = new Map([
  ['flask', /^json$/],
  ['django', /^(?:POST|GET|FILES|data|query_params)$/],
  ['fastapi', /^(?:query_params|headers|cookies)$/],
  ['starlette', /^(?:query_params|headers|cookies)$/],
  ['aiohttp', /^(?:query|headers|cookies)$/],
]);
