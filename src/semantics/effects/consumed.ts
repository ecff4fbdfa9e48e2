/** Whether what a call makes is run by the code around it: a generator that a loop takes from, a context that `with` enters. */

import { boundTarget, type Call, type Node } from '../../ast/index.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';

/** At once, or through the local that alone holds it. */
export function isConsumed(call: Call, model: SemanticModel): boolean {
  if (isTakenFrom(call, model)) return true;
  const target = boundTarget(call);
  if (target?.kind !== 'Name') return false;
  const definition = model.names.resolve(target)?.definitions.find(({ node }) => node === target);
  return definition !== undefined && model.flow.usesOf(definition).some((use) => isTakenFrom(use, model));
}

/** `list(orders.find().limit(20))`: a cursor asks for its documents when someone takes them. */
export function isCursorTaken(call: Call, model: SemanticModel): boolean {
  const { parent } = call;
  const next = parent?.kind === 'Attribute' && parent.parent?.kind === 'Call' ? parent.parent : undefined;
  return next === undefined ? isConsumed(call, model) : isCursorTaken(next, model);
}

function isTakenFrom(node: Node, model: SemanticModel, depth = 0): boolean {
  const { parent } = node;
  switch (parent?.kind) {
    case 'For':
    case 'comprehension':
      return parent.iter === node;
    case 'withitem':
      return parent.context_expr === node && parent.parent?.kind === 'With';
    case 'YieldFrom':
    case 'Starred':
      return true;
    case 'Call': {
      if (parent.func === node || depth > FOLLOWED.wrappers) return false;
      const name = model.names.qualifiedName(parent.func) ?? '';
      return TAKERS.has(name) || (WRAPPERS.has(name) && isTakenFrom(parent, model, depth + 1));
    }
    default:
      return false;
  }
}

const builtins = (names: string): ReadonlySet<string> => new Set(names.split(' ').map((name) => `builtins.${name}`));

const TAKERS = builtins('list tuple set frozenset dict sum sorted next min max any all');
const WRAPPERS = builtins('enumerate zip map filter iter');
