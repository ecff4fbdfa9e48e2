/** Where values come from outside the code, told by the leaves that `origins` finds. */

import type { Arg, Call, Expression, Name } from '../../ast/index.ts';
import { isOfRequest, isSentClass } from '../context/request-objects.ts';
import type { SourceKind, ValueSource } from '../flow.ts';
import { isSpent } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import { valueEdges } from './value-edges.ts';

/** The sources of an expression; each leaf once, in the order in which it is met. */
export function findSources(expression: Expression, model: SemanticModel): readonly ValueSource[] {
  const sources: ValueSource[] = [];
  const seen = new Set<Expression>();
  const pending = [expression];
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    for (const leaf of model.flow.origins(at)) {
      if (seen.has(leaf) || isSpent('sources', seen.size, expression, model)) continue;
      seen.add(leaf);
      const wholes = wholesOf(leaf, model);
      if (wholes.length > 0) pending.push(...wholes);
      else sources.push({ kind: kindOf(leaf, model), leaf });
    }
  }
  return sources;
}

/** What a leaf is made from, where its own name says nothing: a parsed text, a part looked up, the object a method is called on. */
function wholesOf(leaf: Expression, model: SemanticModel): readonly Expression[] {
  if (leaf.kind === 'Subscript') return isSpecific(leaf.value, model) ? [] : [leaf.value];
  if (leaf.kind === 'Attribute') {
    const whole = baseOf(leaf);
    return CONTENTS.has(leaf.attr) && isLocal(whole, model) && !isSpecific(leaf, model) ? [whole] : [];
  }
  if (leaf.kind !== 'Call' || isSpecific(leaf, model)) return [];
  return (valueEdges(leaf, model) ?? []).map(({ from }) => from);
}

/** Attributes that hold what an answer brought, whatever class the answer has. */
const CONTENTS: ReadonlySet<string> = new Set(['content', 'text', 'body', 'data']);

/** `answer` of `answer.choices[0].text`. */
function baseOf(part: Expression): Expression {
  let at = part;
  while (at.kind === 'Attribute' || at.kind === 'Subscript') at = at.value;
  return at;
}

/** A name that this function binds to something it computed. */
function isLocal(expression: Expression, model: SemanticModel): boolean {
  return expression.kind === 'Name' && kindOf(expression, model) === 'unknown';
}

function isSpecific(expression: Expression, model: SemanticModel): boolean {
  const kind = kindOf(expression, model);
  return kind !== 'unknown' && kind !== 'parameter' && kind !== 'attribute';
}

function kindOf(leaf: Expression, model: SemanticModel): SourceKind {
  if (model.values.fold(leaf) !== undefined) return 'constant';
  if (model.values.environmentRead(leaf) !== undefined) return 'environment';
  if (leaf.kind === 'Call') return kindOfCall(leaf, model);
  if (leaf.kind === 'Name') return kindOfName(leaf, model);
  return leaf.kind === 'Attribute' || leaf.kind === 'Subscript' ? kindOfPart(leaf, model) : 'unknown';
}

function kindOfCall(call: Call, model: SemanticModel): SourceKind {
  const name = model.types.calleeName(call.func);
  if (name === 'builtins.input' || name?.startsWith('sys.stdin.') === true) return 'input';
  if (name?.startsWith('tornado.web.RequestHandler.get_') === true) return 'request';
  switch (model.effects.of(call)) {
    case 'network':
      // What a client sends over a web socket is no less its request.
      return call.func.kind === 'Attribute' && isOfRequest(call.func.value, model) ? 'request' : 'network';
    case 'database':
      return 'database';
    case 'file':
      return 'file';
    default:
      return call.func.kind === 'Attribute' && isOfRequest(call.func.value, model) ? 'request' : 'unknown';
  }
}

function kindOfName(name: Name, model: SemanticModel): SourceKind {
  const parameter = model.names.parameterOf(name) ?? reassignedParameter(name, model);
  if (parameter === undefined) return name.id === 'self' ? 'attribute' : 'unknown';
  return isRoutedParameter(parameter, name, model) ? 'request' : 'parameter';
}

function reassignedParameter(name: Name, model: SemanticModel): Arg | undefined {
  const definition = model.names.resolve(name)?.definitions.find(({ kind }) => kind === 'parameter');
  return definition?.node.kind === 'arg' ? definition.node : undefined;
}

/** Parameters of the function that serves a route are what the client sent, injected objects aside. */
function isRoutedParameter(parameter: Arg, name: Name, model: SemanticModel): boolean {
  const fn = parameter.parent?.parent;
  if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return false;
  if (parameter.arg === 'self' || model.context.routeOf(fn) === undefined) return false;
  const type = model.types.classOf(name);
  return type === undefined || type.startsWith('builtins.') || isSentClass(type) || isOwnClass(type, model);
}

function isOwnClass(type: string, model: SemanticModel): boolean {
  return type.startsWith(`${model.names.moduleName}.`);
}

/** `request.args["q"]`, `response.content`, `sys.argv[1]`, `options.expression`: the root of the chain tells. */
function kindOfPart(part: Expression, model: SemanticModel): SourceKind {
  let at: Expression = part;
  while (at.kind === 'Attribute' || at.kind === 'Subscript') {
    const name = model.names.qualifiedName(at);
    if (name === 'sys.argv') return 'arguments';
    if (name === 'os.environ') return 'environment';
    if (isOfRequest(at.value, model)) return 'request';
    const type = model.types.classOf(at.value);
    if (type === 'argparse.Namespace') return 'arguments';
    if (type !== undefined && RESPONSES.has(type)) return 'network';
    at = at.value;
  }
  if (at.kind === 'Name') return at.id === 'self' || at.id === 'cls' ? 'attribute' : kindOfName(at, model);
  return at.kind === 'Call' ? kindOfCall(at, model) : 'unknown';
}

const RESPONSES: ReadonlySet<string> = new Set([
  'requests.Response',
  'httpx.Response',
  'http.client.HTTPResponse',
  'aiohttp.ClientResponse',
]);
