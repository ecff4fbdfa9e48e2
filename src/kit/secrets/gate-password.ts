/** Passwords of the code that somebody is let in by. */
import { type Constant, lastName } from '../../ast/index.ts';
import { isPasswordName } from '../../knowledge/secrets.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { keyRead } from '../texts/keyed-read.ts';

/** `ADMIN_PASSWORD = "open-sesame"`, which the password that somebody shows is compared with: however plain, it lets in. */
export function passwordOfGate({ parent }: Constant, model: SemanticModel) {
  const target = parent?.kind === 'Assign' ? parent.targets[0] : undefined;
  // A default is looked for so that it is replaced.
  if (target?.kind !== 'Name' || !isPasswordName(target.id) || /default/i.test(target.id)) return undefined;
  const isCompared = model.names.resolve(target)?.references.some(({ parent: test }) => {
    if (test?.kind !== 'Compare' || (test.ops[0] !== 'Eq' && test.ops[0] !== 'NotEq')) return false;
    return [test.left, ...test.comparators].some((side) => {
      const name = keyRead(side, model) ?? lastName(side) ?? '';
      return name !== target.id && isPasswordName(name);
    });
  });
  return isCompared === true ? { name: target.id, names: [target.id], isFallback: false } : undefined;
}
