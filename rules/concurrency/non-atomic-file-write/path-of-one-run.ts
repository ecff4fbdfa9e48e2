/** Paths that no later run of the program meets again, because a part of them is made anew. */
import { type Call, type Expression, holds, type Name } from '#ast';
import type { Binding, SemanticModel } from '#semantics';
import { argumentsOfCalls } from '#semantics/context/arguments-of-calls';
import { isClockRead } from '#semantics/effects/clock-reads';

/**
 * Whether a part of the path comes from the clock, a random identifier, a temporary folder or Hydra's folder for the run:
 * through names, attributes, functions of the file, and parameters for which all calls in the file give such a path.
 */
export function isPathOfOneRun(
  path: Expression,
  model: SemanticModel,
  depth = 0,
  met: Map<Binding, boolean> = new Map(),
): boolean {
  if (depth > MAX_DEPTH) return false;
  const isUnique = (value: Expression | undefined): boolean =>
    value !== undefined && value !== path && isPathOfOneRun(value, model, depth + 1, met);
  return holds(path, (node) => {
    switch (node.kind) {
      case 'Call':
        return isMadeAnew(node, model) || returnedBy(node, model).some(isUnique);
      case 'Name':
        return isBoundToOne(node, isUnique, met, depth, model);
      case 'Attribute': {
        const made = model.state.lifeOf(node)?.of('create') ?? [];
        return made.length > 0 && made.every(({ value }) => isUnique(value));
      }
      default:
        return false;
    }
  });
}

/**
 * Whether a name is bound to such a path; a parameter, where all calls give one. Each name is asked once: what it holds is the same wherever
 * it is met, and names may be bound by each other.
 */
function isBoundToOne(
  name: Name,
  isUnique: (value: Expression | undefined) => boolean,
  met: Map<Binding, boolean>,
  depth: number,
  model: SemanticModel,
): boolean {
  const binding = model.names.resolve(name);
  if (binding === undefined) return false;
  const known = met.get(binding);
  if (known !== undefined) return known;
  met.set(binding, false);
  // A function that calls itself gives what it was given.
  const further = Math.max(depth + 1, MAX_DEPTH - 1);
  const answer = binding.definitions.some(({ kind, value }) => {
    if (kind !== 'parameter') return isUnique(value);
    const given = argumentsOfCalls(name, model);
    return given.length > 0 && given.every((each) => isPathOfOneRun(each, model, further));
  });
  met.set(binding, answer);
  return answer;
}

const MAX_DEPTH = 5;
const MADE_ANEW =
  /^(?:uuid|tempfile|secrets|ulid|shortuuid)\.|^time\.strftime$|^hydra\.core\.hydra_config\.HydraConfig\./;

function isMadeAnew(call: Call, model: SemanticModel): boolean {
  return isClockRead(call, model) || MADE_ANEW.test(model.types.calleeName(call.func) ?? '');
}

function returnedBy({ func }: Call, { names, flow }: SemanticModel): readonly Expression[] {
  if (func.kind !== 'Name' && func.kind !== 'Attribute') return [];
  const fn = names.definitionOf(func);
  return fn?.kind === 'FunctionDef' ? flow.returnValues(fn).flatMap((value) => value ?? []) : [];
}
