/** Bodies of requests that are taken by hand, past what a framework limits, and limits that are switched off. */
import {
  type Arg,
  type Assign,
  type AsyncFor,
  type AsyncFunctionDef,
  type Call,
  type Expression,
  type FunctionDef,
  findNode,
  holds,
  lastName,
  type Node,
  parametersOf,
  stringConstant,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { upperBoundAt } from '#semantics/flow/upper-bounds';
import { flowsInto } from '#semantics/taint/flows';
import { ANY_SINK } from '#semantics/taint/sinks';

/** `self.rfile.read(length)` of as many bytes as a header says, which nothing bounds. */
export function readsDeclaredLength(call: Call, model: SemanticModel): boolean {
  const { func, args } = call;
  if (func.kind !== 'Attribute' || func.attr !== 'read' || lastName(func.value) !== 'rfile') return false;
  const [length] = args;
  if (length === undefined || model.values.fold(length) !== undefined) return false;
  const uses = length.kind === 'Name' ? (model.names.resolve(length)?.references ?? []) : [length];
  if (uses.some((use) => upperBoundAt(use, model) !== undefined)) return false;
  return model.flow.origins(length).some((each) => holds(each, readsContentLength));
}

const readsContentLength = (node: Node): boolean =>
  node.kind === 'Constant' && /^content[-_]length$/i.test(stringConstant(node) ?? '');

/** `async for chunk in request.stream(): data += chunk`, where the round asks nothing of the size. */
export function gathersBody(loop: AsyncFor, model: SemanticModel): boolean {
  if (loop.target.kind !== 'Name' || holds(loop.body, (node) => node.kind === 'Compare')) return false;
  const { id } = loop.target;
  const { iter } = loop;
  const body = iter.kind === 'Call' && iter.func.kind === 'Attribute' ? iter.func : undefined;
  if (body === undefined || !/^(?:stream|iter_\w+)$/.test(body.attr) || !isSent(iter, body.value, model)) return false;
  const isChunk = (value: Expression | undefined): boolean => value?.kind === 'Name' && value.id === id;
  return loop.body.some(
    (statement) =>
      (statement.kind === 'AugAssign' && isChunk(statement.value)) ||
      (statement.kind === 'Expr' &&
        statement.value.kind === 'Call' &&
        /^(?:append|extend)$/.test(lastName(statement.value.func) ?? '') &&
        isChunk(statement.value.args[0])),
  );
}

const isSent = (iter: Expression, whole: Expression, model: SemanticModel): boolean =>
  [iter, whole].some((each) => flowsInto(each, model, ANY_SINK).some(({ kind }) => kind === 'request'));

/** `gzip.decompress(await request.body())`: a thousand times of what was sent. */
export const unpacksBody = ({ func, args: [sent] }: Call, model: SemanticModel): boolean =>
  sent !== undefined &&
  /^(?:gzip|zlib|bz2|lzma|brotli)\.decompress$/.test(model.names.qualifiedName(func) ?? '') &&
  flowsInto(sent, model, ANY_SINK).some(({ kind, doubt }) => kind === 'request' && doubt === undefined);

/** The option that switches a framework's own limit off: `client_max_size=0`, `request_max_body_size=None`, `max_size=None`. */
export function limitTakenOff(call: Call, { names, values }: SemanticModel): Node | undefined {
  const name = names.qualifiedName(call.func) ?? '';
  return findNode(call, (node): node is Node => {
    if (node.kind !== 'keyword' || node.parent !== call || SERVERS.get(node.arg ?? '')?.test(name) !== true)
      return false;
    const value = values.fold(node.value);
    return value?.kind === 'none' || (value?.kind === 'int' && Number(value.value) === 0);
  });
}

const SERVERS: ReadonlyMap<string, RegExp> = new Map([
  ['client_max_size', /^aiohttp\.web\.Application$/],
  ['request_max_body_size', /^litestar\./],
  ['max_size', /^websockets\.(?:\w+\.)*serve$/],
]);

/** `file: bytes = File(…)` of a route: the framework reads all of it before the function is called. */
export function bytesTaken(fn: FunctionDef | AsyncFunctionDef, { context, names }: SemanticModel): readonly Arg[] {
  if (context.routeOf(fn) === undefined) return [];
  const isFile = (node: Node): boolean =>
    node.kind === 'Call' && /^fastapi\.(?:\w+\.)*File$/.test(names.qualifiedName(node.func) ?? '');
  const isBytes = (node: Node): boolean => node.kind === 'Name' && node.id === 'bytes';
  return parametersOf(fn).flatMap(({ node, annotation, default: given }) =>
    annotation !== undefined &&
    holds(annotation, isBytes) &&
    [annotation, given].some((each) => each && holds(each, isFile))
      ? node
      : [],
  );
}

/** `DATA_UPLOAD_MAX_MEMORY_SIZE = None` of Django's settings: bodies of any size are taken into memory. */
export const bodyLimitSetOff = ({ targets, value }: Assign, { values, context }: SemanticModel): boolean =>
  context.defAround(value) === undefined &&
  targets.some((target) => target.kind === 'Name' && target.id === 'DATA_UPLOAD_MAX_MEMORY_SIZE') &&
  values.fold(value)?.kind === 'none';
