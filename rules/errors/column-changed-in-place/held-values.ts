/** Where the value of a column is changed: through the attribute, another name, a loop, an element or a shallow copy of it. */
import { type Attribute, type Call, type Expression, lastName, type Node } from '#ast';
import type { SemanticModel } from '#semantics';

/** An expression that is the value of a column, or something in it. */
export interface Held {
  readonly at: Expression;
  /** 0 is the value itself, 1 an element of it, 2 one of that. */
  readonly depth: number;
  /** The value itself is a copy of that of the column; what is in it is the same. */
  readonly isCopied: boolean;
}

export interface Change extends Held {
  /** How it is reached, as it is written: `row.settings`, `settings`, `entry["logs"]`. */
  readonly through: string;
}

const CHANGING: ReadonlySet<string> = new Set(
  'append extend insert remove clear sort reverse update pop popitem setdefault'.split(' '),
);
const COPYING = /^(?:builtins\.(?:dict|list)|copy\.copy)$/;
const MOST_PLACES = 200;

/** All places of its function that hold the value, or a part of it; the first is where it is read. */
export function placesHolding(attribute: Attribute, model: SemanticModel): readonly Held[] {
  const found: Held[] = [{ at: attribute, depth: 0, isCopied: false }];
  const seen = new Set<Node>([attribute]);
  for (let i = 0; i < found.length && i < MOST_PLACES; i++)
    for (const next of heldBehind(found[i] as Held, model)) {
      if (seen.has(next.at)) continue;
      seen.add(next.at);
      found.push(next);
    }
  return found;
}

/** `settings["a"] = 1`, `del settings["a"]`, `settings.update(…)`: what it is changed in, with how deep that is in the column. */
export function changeAt(held: Held, { source }: SemanticModel): Change | undefined {
  const { parent } = held.at;
  const isChanged =
    parent?.kind === 'Subscript' && parent.value === held.at
      ? parent.ctx !== 'Load'
      : parent?.kind === 'Attribute' && CHANGING.has(parent.attr) && callOn(held.at) !== undefined;
  return isChanged ? { ...held, through: source.text.slice(held.at) } : undefined;
}

/** The call of a method on it. */
function callOn({ parent }: Expression): Call | undefined {
  const call = parent?.kind === 'Attribute' ? parent.parent : undefined;
  return call?.kind === 'Call' && call.func === parent ? call : undefined;
}

function heldBehind(held: Held, model: SemanticModel): readonly Held[] {
  const { at, depth } = held;
  const { parent } = at;
  switch (parent?.kind) {
    case 'Subscript':
      if (parent.value !== at || parent.ctx !== 'Load') return [];
      return parent.slice.kind === 'Slice' ? copyOf(held, parent) : [{ ...held, at: parent, depth: depth + 1 }];
    case 'Attribute':
      return byMethod(held, lastName(parent) ?? '', callOn(at), model);
    case 'BoolOp':
    case 'IfExp':
      return parent.kind === 'IfExp' && parent.test === at ? [] : [{ ...held, at: parent }];
    case 'NamedExpr':
      return [{ ...held, at: parent }, ...usesBound(parent.target, held, model)];
    case 'Starred':
      return parent.parent?.kind === 'List' && parent.parent.elts.length === 1 ? copyOf(held, parent.parent) : [];
    case 'Dict':
      return parent.keys.length === 1 && parent.keys[0] === undefined ? copyOf(held, parent) : [];
    case 'Call':
      return byCall(held, parent, model);
    case 'Assign':
      return parent.value === at ? parent.targets.flatMap((target) => usesBound(target, held, model)) : [];
    case 'AnnAssign':
      return parent.value === at ? usesBound(parent.target, held, model) : [];
    case 'comprehension':
      return parent.iter === at && parent.parent?.kind === 'ListComp' && isSame(parent.parent.elt, parent.target)
        ? copyOf(held, parent.parent)
        : [];
    case 'For':
    case 'AsyncFor':
      return parent.iter === at ? usesBound(parent.target, { ...held, depth: depth + 1 }, model) : [];
    default:
      return [];
  }
}

/** A copy of an element is that of nobody. */
const copyOf = (held: Held, at: Expression): readonly Held[] =>
  held.depth > 0 ? [] : [{ at, depth: 0, isCopied: true }];

function byMethod(held: Held, method: string, call: Call | undefined, model: SemanticModel): readonly Held[] {
  if (call === undefined) return [];
  if (method === 'get' || method === 'setdefault') return [{ ...held, at: call, depth: held.depth + 1 }];
  if (method === 'copy') return copyOf(held, call);
  const loop = call.parent;
  // `{key: value for key, value in row.settings.items()}`
  if (method === 'items' && loop?.kind === 'comprehension' && loop.parent?.kind === 'DictComp') {
    const { key, value } = loop.parent;
    const [first, second] = loop.target.kind === 'Tuple' ? loop.target.elts : [];
    return isSame(key, first) && isSame(value, second) ? copyOf(held, loop.parent) : [];
  }
  if ((method !== 'items' && method !== 'values') || loop?.kind !== 'For' || loop.iter !== call) return [];
  const element = { ...held, depth: held.depth + 1 };
  if (method === 'values') return usesBound(loop.target, element, model);
  return loop.target.kind === 'Tuple' && loop.target.elts[1] ? usesBound(loop.target.elts[1], element, model) : [];
}

const isSame = (made: Expression, target: Expression | undefined): boolean =>
  made.kind === 'Name' && target?.kind === 'Name' && made.id === target.id;

/** `dict(settings)` of it alone, `enumerate(entries)`. */
function byCall(held: Held, call: Call, model: SemanticModel): readonly Held[] {
  if (call.args[0] !== held.at || call.keywords.length > 0) return [];
  const name = model.names.qualifiedName(call.func) ?? '';
  if (COPYING.test(name)) return call.args.length === 1 ? copyOf(held, call) : [];
  const { parent: loop } = call;
  if (!/^builtins\.(?:enumerate|reversed|sorted)$/.test(name) || loop?.kind !== 'For' || loop.iter !== call) return [];
  const target = name === 'builtins.enumerate' && loop.target.kind === 'Tuple' ? loop.target.elts[1] : loop.target;
  return target === undefined ? [] : usesBound(target, { ...held, depth: held.depth + 1 }, model);
}

function usesBound(target: Expression, held: Held, model: SemanticModel): readonly Held[] {
  if (target.kind !== 'Name') return [];
  const definition = model.names.resolve(target)?.definitions.find(({ node }) => node === target);
  return definition === undefined ? [] : model.flow.usesOf(definition).map((at) => ({ ...held, at }));
}
