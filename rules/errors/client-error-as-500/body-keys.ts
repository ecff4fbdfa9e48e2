/** Keys that a route takes of what its client sends, without which it fails. */
import {
  type Def,
  type Expression,
  holds,
  lastName,
  type Name,
  type Node,
  parametersOf,
  type Subscript,
  stringConstant,
  withoutAwait,
} from '#ast';
import type { FactsContext } from '#kit';
import { isRequest } from '#semantics/context/request-objects';

/** `body["hour"]` where nothing before asks whether the key is there: the key. */
export function bodyKeyRead(node: Subscript, fn: Def, file: FactsContext): string | undefined {
  const key = file.values.string(node.slice);
  if (key === undefined || node.ctx !== 'Load' || !isBody(node.value, fn, file)) return undefined;
  const isKey = (part: Node): boolean => part.kind === 'Constant' && stringConstant(part) === key;
  if (file.flow.conditionsAt(node).some(({ test }) => holds(test, isKey))) return undefined;
  const uses = node.value.kind === 'Name' ? (file.names.resolve(node.value)?.references ?? []) : [];
  const mayBeKey = (asked: Expression | undefined): boolean =>
    asked !== undefined && [undefined, key].includes(file.values.string(asked));
  return uses.some((use) => use.start < node.start && mayAsk(use, mayBeKey, file)) ? undefined : key;
}

/** `name in body` for each name of a list, `body.keys()`, `body.get("hour")`, which is tested later, `check(body)`. */
function mayAsk(use: Name, mayBeKey: (asked: Expression | undefined) => boolean, file: FactsContext): boolean {
  const { parent } = use;
  if (parent?.kind === 'Compare')
    return parent.comparators.includes(use) && file.values.string(parent.left) === undefined;
  const call = parent?.kind === 'Call' ? parent : parent?.parent;
  if (parent === undefined || call?.kind !== 'Call') return false;
  if (parent.kind === 'Attribute')
    return /^(?:keys|update)$/.test(parent.attr) || (READING.has(parent.attr) && mayBeKey(call.args[0]));
  const isLogged = call.func.kind === 'Attribute' && file.types.isLogger(call.func.value);
  return !isLogged && !ASKS_NOTHING.test(file.names.qualifiedName(call.func) ?? '');
}

const READING: ReadonlySet<string> = new Set(['get', 'setdefault', 'pop']);
const ASKS_NOTHING = /^(?:logging\.|json\.dumps$|builtins\.(?:print|len|str|repr|bool|dict|type|isinstance)$)/;

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
