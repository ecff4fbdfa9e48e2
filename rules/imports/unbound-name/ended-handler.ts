/** Names that the end of a handler unbinds, whatever was bound to them before. */
import { ancestors, isWithin, type Name, type Node, statementsBehind } from '#ast';
import type { Binding, Definition, SemanticModel } from '#semantics';
import { mayNotComeBack } from './failure-path.ts';

/** `error = None`, `try: … except OSError as error: log(error)`, and then a read of `error`: where the handler ran, Python has taken it away. */
export function endedHandlerBefore(name: Name, binding: Binding, model: SemanticModel): Definition | undefined {
  const { definitions } = binding;
  if (model.names.scopeAt(name) !== binding.scope || definitions.some(({ remote }) => remote)) return undefined;
  return definitions.find(({ kind, node: handler }) => {
    if (kind !== 'except' || handler.kind !== 'ExceptHandler' || handler.parent === undefined) return false;
    if (!model.flow.exits(handler.body).falls || mayNotComeBack(handler.body, model)) return false;
    const isBoundAgain = definitions.some(({ node }) => node.start > handler.end && node.start < name.start);
    return !isBoundAgain && leadsTo(handler.parent, name, definitions, model);
  });
}

/** Nothing between the two decides whether control comes there: no test around the read, nothing that may leave, no loop that binds the name anew. */
function leadsTo(attempt: Node, name: Name, definitions: readonly Definition[], { flow }: SemanticModel): boolean {
  let last = attempt;
  for (const at of ancestors(attempt)) {
    if (isWithin(name, at)) break;
    if (at.kind === 'While' && definitions.some(({ node, kind }) => kind !== 'except' && isWithin(node, at)))
      return false;
    last = at;
  }
  const behind = statementsBehind(last, last.parent);
  const holder = behind.find((each) => isWithin(name, each));
  if (holder === undefined || (holder.kind === 'If' && !isWithin(name, holder.test)) || OTHERS.has(holder.kind))
    return false;
  const between = behind.slice(0, behind.indexOf(holder));
  return !between.some((statement) => {
    const { returns, raises, breaks, continues } = flow.exits([statement]);
    return returns || raises || breaks || continues;
  });
}

/** What runs sometimes, at another time, or decides between the paths. */
const OTHERS: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'While',
  'For',
  'AsyncFor',
  'Match',
  'Try',
  'FunctionDef',
  'AsyncFunctionDef',
  'ClassDef',
]);
