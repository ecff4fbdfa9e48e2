/** Where a file names its own functions. */
import type { Call, Expression } from '../../ast/index.ts';
import { firstIndex } from '../../collections/index.ts';
import { limitsMetIn } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import type { FunctionNode } from '../state.ts';
import { classOfMethod } from './enclosing.ts';

/** Expressions that mean the function: `self.name` for a method, its name for others, a lambda itself. */
export function mentionsOfFunction(model: SemanticModel, fn: FunctionNode): readonly Expression[] {
  if (fn.kind === 'Lambda') return [fn];
  const owner = classOfMethod(fn);
  if (owner !== undefined) return model.state.mentionsOf(owner, fn.name);
  const binding = model.names.lookup(fn.name, fn);
  if (binding === undefined) return [];
  return binding.definitions.length > MOST_DEFINITIONS ? mentionsUntilNext(model, fn, binding) : binding.references;
}

/** Where more bind one name, those mentions mean each of them that are behind it and before the next. People define two. */
const MOST_DEFINITIONS = 100;

function mentionsUntilNext(
  { source }: SemanticModel,
  fn: Exclude<FunctionNode, { kind: 'Lambda' }>,
  { name, definitions, references }: Binding,
): readonly Expression[] {
  const says = `\`${name}\` is defined ${definitions.length} times: mentions were taken for those of the definition before them`;
  limitsMetIn(source).meet('functions of one name', says, fn);
  const next = definitions[firstIndex(definitions, ({ node }) => node.start > fn.start)];
  const indexOf = (offset: number): number => firstIndex(references, ({ start }) => start >= offset);
  return references.slice(indexOf(fn.start), next && indexOf(next.node.start));
}

/** Those of them that call it. */
export function callsOfFunction(model: SemanticModel, fn: FunctionNode): readonly Call[] {
  return mentionsOfFunction(model, fn).flatMap((mention) => {
    const { parent } = mention;
    return parent?.kind === 'Call' && parent.func === mention ? [parent] : [];
  });
}
