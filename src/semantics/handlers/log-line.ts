/** Whether a `try` with its handlers only makes what a log tells: nothing else depends on how it ends. */
import { ancestors, type Call, type ExceptHandler, holds, type Name, type Node } from '../../ast/index.ts';
import { calleeOf } from '../effects/callee.ts';
import { callsWithin, holdsInOwnCode, walkOwnCode } from '../effects/calls-within.ts';
import { logLevelOf } from '../effects/log-call.ts';
import type { Effect } from '../effects.ts';
import type { SemanticModel } from '../model.ts';

/** A proof: no way leads out, all calls compute or log, and what is bound is read in log calls alone. */
export function feedsLogsOnly(model: SemanticModel, { parent }: ExceptHandler): boolean {
  if (parent?.kind !== 'Try' && parent?.kind !== 'TryStar') return false;
  if (holdsInOwnCode([parent], changesMore) || !callsWithin([parent]).every((call) => isSilent(model, call)))
    return false;
  const reads = readsOfWhatIsBound(model, parent);
  if (reads === undefined) return false;
  const isLogged = (node: Node): boolean => [...ancestors(node)].some((outer) => isLog(model, outer));
  const outside = reads.filter((read) => read.start < parent.start || read.start >= parent.end);
  if (!outside.every(isLogged)) return false;
  return outside.length > 0 || holds(parent.body, (node) => isLog(model, node));
}

/** Leaves, waits, or changes what others may see; a statement that is a call alone is there for what it does. */
function changesMore(node: Node): boolean {
  if (MORE.has(node.kind)) return true;
  return (node.kind === 'Attribute' || node.kind === 'Subscript') && node.ctx !== 'Load';
}

const MORE: ReadonlySet<string> = new Set(
  `Return Raise Break Continue Await Yield YieldFrom AsyncFor AsyncWith Delete Global Nonlocal FunctionDef
   AsyncFunctionDef ClassDef Import ImportFrom`.split(/\s+/),
);

const COMPUTING: ReadonlySet<Effect> = new Set<Effect>(['pure', 'parse', 'introspection', 'probe']);

function isSilent(model: SemanticModel, call: Call): boolean {
  if (isLog(model, call)) return true;
  if (call.parent?.kind === 'Expr' || !COMPUTING.has(model.effects.of(call))) return false;
  return !(call.func.kind === 'Attribute' && TAKING.has(call.func.attr)) && !SETTING.has(nameOf(model, call));
}

/** Methods that give something and take it away. */
const TAKING: ReadonlySet<string> = new Set('pop popitem popleft setdefault get_nowait read readline send'.split(' '));
const SETTING: ReadonlySet<string> = new Set(['builtins.setattr', 'builtins.delattr', 'builtins.next']);

const nameOf = (model: SemanticModel, { func }: Call): string => model.names.qualifiedName(func) ?? '';

/** Undefined where a name is bound that others than the function may read. */
function readsOfWhatIsBound(model: SemanticModel, parent: Node): readonly Name[] | undefined {
  const reads = new Set<Name>();
  let isLocal = true;
  walkOwnCode([parent], (node) => {
    if (node.kind !== 'Name' || node.ctx !== 'Store') return undefined;
    const binding = model.names.resolve(node);
    isLocal &&= binding !== undefined && binding.scope.kind !== 'module' && binding.scope.kind !== 'class';
    for (const read of binding?.references ?? []) reads.add(read);
    return undefined;
  });
  return isLocal ? [...reads] : undefined;
}

/** Through a logger: what a command line prints is its result. */
function isLog(model: SemanticModel, node: Node): boolean {
  if (node.kind !== 'Call') return false;
  const level = logLevelOf(model, node, calleeOf(model, node));
  return level !== undefined && !OUTPUT.has(level);
}

const OUTPUT: ReadonlySet<string> = new Set(['print', 'echo', 'secho', 'write', 'pprint']);
