import { type Condition, takeApart } from '../../flow/index.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';

/** A condition, and those that it implies: `is_known = found is not None`, where anyone who tests the name tests what it holds. */
export function heldTests(
  condition: Condition,
  model: SemanticModel,
  isLeftOut: (definition: Definition) => boolean = () => false,
  left: number = FOLLOWED.assignments,
): readonly Condition[] {
  const { test, isTrue } = condition;
  if (test.kind !== 'Name' || left === 0) return [condition];
  const [only, ...others] = model.flow.reachingDefinitions(test).filter((each) => !isLeftOut(each));
  const isHeld = only?.kind === 'assignment' && !only.remote && others.length === 0;
  if (!isHeld || only.value === undefined) return [condition];
  const held = takeApart({ test: only.value, isTrue });
  return [condition, ...held.flatMap((each) => heldTests(each, model, isLeftOut, left - 1))];
}
