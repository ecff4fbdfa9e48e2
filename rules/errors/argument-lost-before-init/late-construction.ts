/** Attributes that are None until a method makes what they hold. */
import { type Attribute, ancestors, type Def, isNone, mentions, type Node, statementsBefore, withoutAwait } from '#ast';
import type { SemanticModel, StateUse } from '#semantics';

export interface LateConstruction {
  /** Where the attribute is set to None. */
  readonly unset: StateUse;
  readonly made: StateUse;
  /** The method that makes it. */
  readonly builder: Def;
}

/**
 * The attribute starts as None, and one method makes it later, each time it runs. What is handed in from outside
 * (`self.x = x`) is a collaborator that may stay away, what two methods make may be given its settings elsewhere, and what
 * is made under a condition of its own may be absent for ever.
 */
export function lateConstructionOf(attribute: Attribute, model: SemanticModel): LateConstruction | undefined {
  const life = model.state.lifeOf(attribute);
  const unset = life?.of('create').find(({ value }) => isNone(value));
  if (life === undefined || unset === undefined) return undefined;
  const [made, ...more] = [...life.of('create'), ...life.of('rebind')].filter(({ value }) => !isNone(value));
  const builder = made?.within;
  if (made?.value === undefined || more.length > 0 || builder === undefined || builder.kind === 'Lambda')
    return undefined;
  const isMade = model.flow.origins(made.value).every((origin) => withoutAwait(origin).kind === 'Call');
  if (!isMade || model.state.runsInCreation(builder) || isOptional(made.node, builder, attribute.attr, model))
    return undefined;
  return { unset, made, builder };
}

/** Under an `if` or behind a return that asks for something other than the attribute itself. */
function isOptional(made: Node, builder: Def, attribute: string, model: SemanticModel): boolean {
  let child = made;
  for (const parent of ancestors(made)) {
    if (parent.kind === 'If' && !mentions(parent.test, attribute)) return true;
    const leaves = statementsBefore(child).some(
      (before) => model.flow.exits([before]).returns && !(before.kind === 'If' && mentions(before.test, attribute)),
    );
    if (leaves) return true;
    if (parent === builder) return false;
    child = parent;
  }
  return false;
}
