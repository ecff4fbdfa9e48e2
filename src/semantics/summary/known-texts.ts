import { type Expression, lastName, type Node, nodesOf } from '../../ast/index.ts';
import { isPlaceholderText } from '../../knowledge/secrets.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

/**
 * Texts that stand for a value which someone has to replace (`change-me-in-production`), where the module compares with them or
 * lists them, or what such a text is called (`DEFAULT_SECRET`) there. No others, for a summary is kept in files and must hold no secret.
 */
export function knownTexts({ source, flow }: SemanticModel): Pick<ModuleSummary, 'knownTexts'> {
  const found = new Set<string>();
  const add = (part: Node | undefined): void => {
    if (part?.kind === 'Constant' && part.value.kind === 'str' && isPlaceholderText(part.value.value))
      found.add(part.value.value);
  };
  const addName = (side: Expression): void => {
    // `getattr(settings, "DEFAULT_SECRET", None)`
    if (side.kind === 'Call') add(lastName(side.func) === 'getattr' ? side.args[1] : undefined);
    const name = lastName(side);
    if (name !== undefined && isPlaceholderText(name)) found.add(name);
  };
  for (const { left, comparators } of nodesOf(source.module, 'Compare'))
    for (const side of [left, ...comparators]) {
      add(side);
      for (const each of side.kind === 'Name' ? [side, ...flow.origins(side)] : [side]) addName(each);
    }
  for (const kind of ['Set', 'Tuple', 'List'] as const)
    for (const { elts } of nodesOf(source.module, kind)) for (const each of elts as readonly Expression[]) add(each);
  return found.size === 0 ? {} : { knownTexts: [...found] };
}
