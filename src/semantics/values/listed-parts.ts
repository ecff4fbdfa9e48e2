/** The parts that a list holds where it is joined to a text: those it begins with, and those added to it since. */
import type { Call, Expression, Name } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';

type Elements = readonly Expression[] | undefined;

const MAX_DEPTH = 5;

/** In the order in which they are written; undefined where something may be in it that is not seen. */
export function listedParts(list: Expression, model: SemanticModel, depth = 0): Elements {
  const within = (each: Expression): Elements => (depth > MAX_DEPTH ? undefined : listedParts(each, model, depth + 1));
  switch (list.kind) {
    case 'List':
    case 'Tuple':
      return all(list.elts.map((each) => (each.kind === 'Starred' ? within(each.value) : [each])));
    case 'BinOp':
      return list.op === 'Add' ? all([within(list.left), within(list.right)]) : undefined;
    case 'ListComp':
    case 'GeneratorExp': {
      // `part for part in parts if part`
      const [only, ...others] = list.generators;
      const isSame = list.elt.kind === 'Name' && only?.target.kind === 'Name' && only.target.id === list.elt.id;
      return isSame && others.length === 0 ? within(only.iter) : undefined;
    }
    case 'Call':
      return ofCall(list, model, within);
    case 'Name':
      return depth > MAX_DEPTH ? undefined : ofName(list, model, within);
    default:
      return undefined;
  }
}

const all = (parts: readonly Elements[]): Elements =>
  parts.some((each) => each === undefined) ? undefined : parts.flatMap((each) => each ?? []);

/** `list(parts)`, `filter(None, parts)`, `map(str, parts)`. */
function ofCall({ func, args }: Call, { names }: SemanticModel, within: (each: Expression) => Elements): Elements {
  const name = names.qualifiedName(func);
  const last = args.at(-1);
  if (name === 'builtins.list' || name === 'builtins.tuple') return last === undefined ? [] : within(last);
  const isKept =
    (name === 'builtins.filter' || name === 'builtins.map') &&
    (args[0]?.kind === 'Constant' || (args[0]?.kind === 'Name' && args[0].id === 'str'));
  return isKept && last !== undefined ? within(last) : undefined;
}

interface Added {
  readonly start: number;
  readonly elements: Elements;
}

function ofName(name: Name, model: SemanticModel, within: (each: Expression) => Elements): Elements {
  const added: Added[] = [];
  const seen = new Set<Definition>();
  const pending = [...model.flow.reachingDefinitions(name)];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const isAdded = at.kind === 'augmented' && at.statement.kind === 'AugAssign' && at.node.kind === 'Name';
    const value = isAdded && at.statement.kind === 'AugAssign' ? at.statement.value : at.value;
    if (value === undefined) return undefined;
    if (isAdded && at.node.kind === 'Name') pending.push(...model.flow.reachingDefinitions(at.node));
    added.push({ start: value.start, elements: within(value) ?? (isAdded ? [value] : undefined) });
  }
  const references = seen.size === 0 ? [] : (model.names.resolve(name)?.references ?? []);
  for (const use of references) {
    const put = putThrough(use, within);
    if (put !== undefined) added.push(put);
  }
  return seen.size === 0 ? undefined : all(added.toSorted((a, b) => a.start - b.start).map(({ elements }) => elements));
}

/** `parts.append(text)`, `parts.extend(texts)`, `parts.insert(0, text)`. */
function putThrough({ parent, start }: Name, within: (each: Expression) => Elements): Added | undefined {
  const call = parent?.kind === 'Attribute' ? parent.parent : undefined;
  if (parent?.kind !== 'Attribute' || call?.kind !== 'Call' || call.func !== parent) return undefined;
  const [first, second] = call.args;
  if (parent.attr === 'append' && first !== undefined) return { start, elements: [first] };
  if (parent.attr === 'extend' && first !== undefined) return { start, elements: within(first) ?? [first] };
  if (parent.attr !== 'insert' || second === undefined) return undefined;
  const isFirst = first?.kind === 'Constant' && first.value.kind === 'int' && first.value.value === 0n;
  return { start: isFirst ? -1 : start, elements: [second] };
}
