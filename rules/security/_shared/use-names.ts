/** What a value is called where it goes, which is what shows what it is for. */
import { defaultOf, type Expression, type Node } from '#ast';
import type { SemanticModel, ValueUse } from '#semantics';

interface UseName {
  readonly name: string;
  readonly at: Node;
}

/** Names that the value goes under at a use: the variable, the attribute, the keyword, the key, the function that returns it. */
export function namesAtUse({ kind, node, carrier }: ValueUse, model: SemanticModel): UseName[] {
  if (IN_PASSING.has(kind) || (kind === 'argument' && isContainerMethod(node))) return [];
  const names: UseName[] = carrier.kind === 'Name' ? [{ name: carrier.id, at: carrier }] : [];
  if (kind === 'argument' && carrier.parent?.kind === 'keyword' && carrier.parent.arg !== undefined) {
    names.push({ name: carrier.parent.arg, at: carrier.parent });
  }
  if (kind === 'attribute-store' && node.kind === 'Assign') {
    for (const target of node.targets) if (target.kind === 'Attribute') names.push({ name: target.attr, at: target });
  }
  if (kind === 'subscript-store') names.push(...keysOf(node, carrier, model));
  const fn = kind === 'return' ? model.context.defAround(node) : undefined;
  if (fn !== undefined) names.push({ name: fn.name, at: node });
  return names;
}

/** Uses that begin and end here; what is made of the value comes as a use of its own. */
const IN_PASSING: ReadonlySet<ValueUse['kind']> = new Set([
  'compare',
  'condition',
  'key',
  'operand',
  'format',
  'receiver',
]);

/** Kept in a container of this process, which is what `hash()` is for. */
function isContainerMethod(node: Node): boolean {
  return node.kind === 'Call' && node.func.kind === 'Attribute' && CONTAINER_METHODS.has(node.func.attr);
}

const CONTAINER_METHODS: ReadonlySet<string> = new Set(
  'add append appendleft count discard extend get index insert pop remove setdefault'.split(' '),
);

/** `{"seed": value}` and `table["seed"] = value`. */
function keysOf(node: Node, carrier: Expression, model: SemanticModel): UseName[] {
  const keys: (Expression | undefined)[] = [];
  if (node.kind === 'Dict') keys.push(node.keys[node.values.indexOf(carrier)]);
  if (node.kind === 'Assign')
    keys.push(...node.targets.map((target) => (target.kind === 'Subscript' ? target.slice : undefined)));
  return keys.flatMap((key) => {
    const name = key === undefined ? undefined : (model.values.string(key) ?? defaultText(key, model));
    return key === undefined || name === undefined ? [] : [{ name, at: key }];
  });
}

/** `{pk_field: value}` with `pk_field="id"` among the parameters: what the key is unless a caller says otherwise. */
function defaultText(key: Expression, { names, values }: SemanticModel): string | undefined {
  const parameter = key.kind === 'Name' ? names.parameterOf(key) : undefined;
  const given = parameter && defaultOf(parameter);
  return given === undefined ? undefined : values.string(given);
}
