/** What calls give to the functions and classes that may be the project's. */
import { type Call, type Expression, lastName, nodesOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';

export function argumentsGiven(model: SemanticModel): Pick<ModuleSummary, 'given'> {
  const given: Record<string, string[]> = Object.create(null);
  for (const call of nodesOf(model.source.module, 'Call')) {
    const path = model.effects.projectPath(call);
    if (path === undefined) continue;
    const shape = shapeOf(call, model);
    const known = given[path];
    if (known === undefined) given[path] = [shape];
    else if (!known.includes(shape)) known.push(shape);
  }
  return Object.keys(given).length === 0 ? {} : { given };
}

function shapeOf({ args, keywords }: Call, model: SemanticModel): string {
  const plain = args.filter(({ kind }) => kind !== 'Starred');
  const named = keywords.map(({ arg, value }) => arg ?? spreadOf(value, model));
  return [plain.length, ...(plain.length < args.length ? ['*'] : []), ...named].join(' ');
}

/** `**vars(order)`, `**order.model_dump()`: by the class of the object. */
function spreadOf(value: Expression, { types }: SemanticModel): string {
  if (value.kind !== 'Call') return '*';
  const { func, args } = value;
  const name = lastName(func) ?? '';
  const object = func.kind === 'Name' && OF_ARGUMENT.has(name) ? args[0] : undefined;
  const held = func.kind === 'Attribute' && OF_OBJECT.has(name) && isWhole(value) ? func.value : object;
  const owner = held === undefined ? undefined : types.classOf(held);
  return owner === undefined ? '*' : `**${owner}`;
}

const OF_ARGUMENT: ReadonlySet<string> = new Set(['vars', 'asdict']);
const OF_OBJECT: ReadonlySet<string> = new Set(['dict', 'model_dump']);
/** `exclude_unset=True` and the like leave fields out. */
const isWhole = ({ args, keywords }: Call): boolean => args.length + keywords.length === 0;
