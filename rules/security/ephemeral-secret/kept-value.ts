/** Values that outlive the process. */
import { ancestors, type Call, type Expression, holds, nameOfPlace } from '#ast';
import type { SemanticModel } from '#semantics';

/** The value, or what the branch that makes it makes after it, is written where a later start finds it. */
export function isKept(value: Expression, model: SemanticModel): boolean {
  const uses = model.flow.destinations(value);
  if (uses.some(({ kind, node }) => kind === 'argument' && node.kind === 'Call' && keeps(node, model))) return true;
  const branch = [...ancestors(value)].find(
    ({ kind }) => kind === 'If' || kind === 'ExceptHandler' || kind === 'FunctionDef',
  );
  if (branch?.kind !== 'If' && branch?.kind !== 'ExceptHandler') return false;
  const rest = branch.kind === 'If' ? [...branch.body, ...branch.orelse] : branch.body;
  const after = rest.filter(({ start }) => start > value.start);
  return holds(after, (node) => node.kind === 'Call' && keeps(node, model));
}

/** Calls after which a value is found again. */
const KEEPING =
  /(^|_)(save|store|write|persist|put|dump|wrap|insert|commit|upsert)(_|$)|^set_(password|key|secret|setting|value)|^(setdefault|writelines)$/;

function keeps(call: Call, model: SemanticModel): boolean {
  const effect = model.effects.of(call);
  return effect === 'file' || effect === 'database' || KEEPING.test(nameOfPlace(call.func) ?? '');
}
