/** The exceptions that the calls of a `try` body are known to raise: what a narrower handler would name. */
import type { Call, ExceptHandler, Node, Stmt, Subscript } from '../../ast/index.ts';
import { EXCEPTIONS_RAISED, EXCEPTIONS_RAISED_BY_METHOD } from '../../knowledge/exceptions-raised.ts';
import { calleeOf } from '../effects/callee.ts';
import { walkOwnCode } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';
import { canonicalException, caughtBy } from './catches.ts';

/** Each once, in the order of the body. What a nested `try` catches broadly does not come out and is left out. */
export function expectedIn(model: SemanticModel, handler: ExceptHandler): readonly string[] {
  const tryStatement = handler.parent;
  if (tryStatement?.kind !== 'Try' && tryStatement?.kind !== 'TryStar') return [];
  const expected = new Set<string>();
  collect(model, tryStatement.body, expected);
  return [...expected];
}

function collect(model: SemanticModel, body: readonly Stmt[], into: Set<string>): void {
  walkOwnCode(body, (node) => {
    for (const exception of raisedBy(model, node)) into.add(exception);
    const isNested = (node.kind === 'Try' || node.kind === 'TryStar') && catchesBroadly(model, node.handlers);
    return isNested ? 'skip' : undefined;
  });
}

function catchesBroadly(model: SemanticModel, handlers: readonly ExceptHandler[]): boolean {
  return handlers.some((handler) => caughtBy(model, handler).breadth !== 'narrow');
}

function raisedBy(model: SemanticModel, node: Node): readonly string[] {
  switch (node.kind) {
    case 'Call':
      return raisedByCall(model, node);
    case 'Subscript':
      return raisedBySubscript(model, node);
    case 'Import':
    case 'ImportFrom':
      return ['builtins.ImportError'];
    case 'Assert':
      return ['builtins.AssertionError'];
    case 'Raise': {
      const raised = node.exc?.kind === 'Call' ? node.exc.func : node.exc;
      const name = raised === undefined ? undefined : model.names.qualifiedName(raised);
      return name === undefined ? [] : [canonicalException(name)];
    }
    default:
      return [];
  }
}

function raisedByCall(model: SemanticModel, call: Call): readonly string[] {
  const { name, method, isOwn } = calleeOf(model, call);
  if (isOwn) return [];
  if (name === undefined) return method === undefined ? [] : (EXCEPTIONS_RAISED_BY_METHOD.get(method) ?? []);
  // With a default in its place nothing is raised.
  if (name === 'builtins.next' && call.args.length > 1) return [];
  const ofClass = `${name.slice(0, name.lastIndexOf('.'))}.*`;
  const raised = EXCEPTIONS_RAISED.get(name) ?? EXCEPTIONS_RAISED.get(ofClass) ?? [];
  return name.startsWith('subprocess.') ? [...raised, ...raisedBySubprocess(model, call, name)] : raised;
}

/** `check=True` and `timeout=` add their own. */
function raisedBySubprocess(model: SemanticModel, call: Call, name: string): readonly string[] {
  const added: string[] = [];
  const check = call.keywords.find(({ arg }) => arg === 'check')?.value;
  const checks = check === undefined ? undefined : model.values.fold(check);
  if (name === 'subprocess.run' && checks?.kind === 'bool' && checks.value) added.push('subprocess.CalledProcessError');
  if (call.keywords.some(({ arg }) => arg === 'timeout')) added.push('subprocess.TimeoutExpired');
  return added;
}

/** By the container where it is known; a text as the key means a mapping. Reading `os.environ[…]` is one. */
function raisedBySubscript(model: SemanticModel, subscript: Subscript): readonly string[] {
  if (subscript.ctx === 'Store' || subscript.slice.kind === 'Slice') return [];
  const container = model.types.classOf(subscript.value);
  if (container !== undefined && SEQUENCES.has(container)) return ['builtins.IndexError'];
  if (container === 'builtins.dict' || model.names.qualifiedName(subscript.value) === 'os.environ') {
    return ['builtins.KeyError'];
  }
  const key = subscript.slice;
  return container === undefined && key.kind === 'Constant' && key.value.kind === 'str' ? ['builtins.KeyError'] : [];
}

const SEQUENCES: ReadonlySet<string> = new Set(['builtins.list', 'builtins.tuple', 'builtins.str', 'builtins.bytes']);
