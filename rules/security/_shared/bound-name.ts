/** What a value is bound to. */
import { type AnnAssign, type Assign, ancestors, type Expression, nameOfPlace } from '#ast';

/** `KEY` of `KEY = os.environ.get("ORDERS_KEY", "…")`: what other modules call the value. */
export function boundNameAround(value: Expression): string | undefined {
  const statement = assignmentAround(value);
  const target = statement?.kind === 'Assign' ? statement.targets[0] : statement?.target;
  return target === undefined ? undefined : nameOfPlace(target);
}

/** What the project may know a value by, beside these names. */
export const namesKnown = (value: Expression, names: readonly string[]): readonly string[] =>
  names.concat(boundNameAround(value) ?? []);

const assignmentAround = (value: Expression): Assign | AnnAssign | undefined =>
  [...ancestors(value)].find((at) => at.kind === 'AnnAssign' || at.kind === 'Assign');
