/** Keys that a table of the module has all of: what is kept by them is no more than the table. */
import { ancestors, type Call, type Expression, type Name, type Node, type Stmt } from '#ast';
import type { SemanticModel } from '#semantics';

/** Where it is seen that whatever comes to this place under the name is a key of a table that is written out and stays as it is. */
export function whereOfTable(key: Expression | undefined, at: Node, model: SemanticModel): Node | undefined {
  const binding = key?.kind === 'Name' ? model.names.resolve(key) : undefined;
  if (binding === undefined || binding.definitions.length !== 1) return undefined;
  const around = [...ancestors(at)];
  return binding.references.find((name) => name.start < at.start && limits(name, at, around, model));
}

function limits(name: Name, at: Node, around: readonly Node[], model: SemanticModel): boolean {
  const { parent } = name;
  switch (parent?.kind) {
    case 'For':
      return parent.target === name && around.includes(parent) && isFixed(parent.iter, model);
    case 'Compare': {
      const [table, ...others] = parent.comparators;
      if (parent.left !== name || table === undefined || others.length > 0 || !isFixed(table, model)) return false;
      const branch = parent.parent;
      if (branch?.kind !== 'If') return false;
      return parent.ops[0] === 'In'
        ? around.includes(branch) && branch.body.some((each) => around.includes(each) || each === at)
        : parent.ops[0] === 'NotIn' && isLeftBefore(branch, at, around, model);
    }
    // What the table lacks raises `KeyError` there.
    case 'Subscript':
      return parent.slice === name && parent.ctx === 'Load' && isFixed(parent.value, model) && isPassed(parent, around);
    case 'Call':
      return isLookedUp(parent, name, at, around, model);
    default:
      return false;
  }
}

/** `row = TABLE.get(key)`, `if row is None: return`. */
function isLookedUp(call: Call, key: Name, at: Node, around: readonly Node[], model: SemanticModel): boolean {
  const { func, args, parent } = call;
  if (func.kind !== 'Attribute' || func.attr !== 'get' || args[0] !== key || args.length > 1) return false;
  const [target] = parent?.kind === 'Assign' ? parent.targets : [];
  if (target?.kind !== 'Name' || !isFixed(func.value, model)) return false;
  const found = model.names.resolve(target)?.references ?? [];
  return found.some(({ start, parent: test }) => {
    const branch = test?.kind === 'If' ? test : test?.parent;
    if (branch?.kind !== 'If' || start < call.end) return false;
    const isMissing =
      (test?.kind === 'UnaryOp' && test.op === 'Not') || (test?.kind === 'Compare' && test.ops[0] === 'Is');
    return isMissing && branch.test === test && isLeftBefore(branch, at, around, model);
  });
}

/** `if …: return` on the way to the place. */
function isLeftBefore(branch: Stmt & { kind: 'If' }, at: Node, around: readonly Node[], model: SemanticModel): boolean {
  return branch.end < at.start && isPassed(branch, around) && !model.flow.exits(branch.body).falls;
}

/** In a block that is around the place, too: nothing leads past it. */
const isPassed = (node: Node, around: readonly Node[]): boolean => {
  const statement = [node, ...ancestors(node)].find(({ parent }) => parent !== undefined && BLOCKS.has(parent.kind));
  return statement?.parent !== undefined && around.includes(statement.parent);
};

const BLOCKS: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  ...(['FunctionDef', 'AsyncFunctionDef', 'For', 'AsyncFor', 'While', 'With', 'AsyncWith'] as const),
]);

/** A table of the module with all its keys written out, to which nothing is added. */
function isFixed(table: Expression, model: SemanticModel): boolean {
  const method = table.kind === 'Call' && table.func.kind === 'Attribute' ? table.func : undefined;
  const whole = method !== undefined && /^(?:items|keys)$/.test(method.attr) ? method.value : table;
  const binding = whole.kind === 'Name' ? model.names.resolve(whole) : undefined;
  const [only, other] = binding?.definitions ?? [];
  if (binding?.scope.kind !== 'module' || only?.value === undefined || other !== undefined) return false;
  const life = model.state.ofModule().get(binding.name);
  return isWrittenOut(only.value) && (life === undefined || life.of('grow').length === 0);
}

function isWrittenOut(value: Expression): boolean {
  if (value.kind === 'Call' && value.func.kind === 'Name' && /^(?:frozenset|set|tuple|list)$/.test(value.func.id)) {
    const [given] = value.args;
    return given !== undefined && isWrittenOut(given);
  }
  const keys = value.kind === 'Dict' ? value.keys : 'elts' in value ? value.elts : [];
  return keys.length > 0 && keys.every((key) => key?.kind === 'Constant');
}
