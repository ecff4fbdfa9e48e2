/** Parts of one parameter, where a key is made of some and the value of others: `job.text` and `job.formality`, `request.args.get("page")`. */
import { type Def, type Expression, type Name, type Node, parametersOf, stringConstant, walk } from '#ast';
import type { Definition, SemanticModel } from '#semantics';
import { definitionCalled } from '#semantics/effects/definition-called';

export interface InputPart {
  /** As it is written: `job.formality`, `request.args["page"]`. */
  readonly name: string;
  readonly at: Expression;
}

/** The parts of parameters that a value is made of and its key is not, where the key is made of other parts of the same, and of no name of the whole. */
export function partsLeftOut(
  key: Expression,
  made: readonly Expression[],
  fn: Def,
  model: SemanticModel,
): readonly InputPart[] {
  const inKey = partsIn([key], fn, model);
  const inValue = partsIn(made, fn, model);
  return [...inValue].flatMap(([parameter, parts]) => {
    const known = inKey.get(parameter) ?? [];
    if (known.length === 0 || known.some(({ name }) => name === parameter)) return [];
    return parts.filter(
      ({ name, at }) =>
        !known.some((each) => isPartOf(name, wholeKnownBy(each.name)) || isPartOf(each.name, name)) &&
        !onlyActs(at, model),
    );
  });
}

/** A part that says which whole it is, so that the others come with it, stands for that whole. */
function wholeKnownBy(name: string): string {
  return IDENTITY.test(name) ? name.slice(0, Math.max(name.lastIndexOf('.'), name.lastIndexOf('['))) : name;
}

const IDENTITY = /(?:^|[."])(?:id|pk|uuid|guid|key|name|slug|hash|digest|path|url)"?\]?$/i;

const isPartOf = (name: string, of: string): boolean =>
  name === of || name.startsWith(`${of}.`) || name.startsWith(`${of}[`);

/** By parameter, through the locals of the function. */
function partsIn(roots: readonly Node[], fn: Def, model: SemanticModel): ReadonlyMap<string, readonly InputPart[]> {
  const found = new Map<string, InputPart[]>();
  const pending = new Set<Node>(roots);
  for (const root of pending) {
    if (pending.size > MAX_PARTS) break;
    walk(root, (node) => {
      const binding = node.kind === 'Name' && node.ctx === 'Load' ? model.names.resolve(node) : undefined;
      if (node.kind !== 'Name' || binding?.scope.node !== fn) return;
      if (binding.definitions.every(({ kind }) => kind === 'parameter')) {
        const at = widest(node);
        const parts = at === node ? partsTaken(node, model) : undefined;
        found.set(node.id, [...(found.get(node.id) ?? []), ...(parts ?? [{ name: nameOf(at, model), at }])]);
      }
      for (const each of binding.definitions.flatMap(valuesOf)) pending.add(each);
    });
  }
  return found;
}

/** What a function of the file takes of the whole that it is given. */
function partsTaken(given: Name, model: SemanticModel): InputPart[] | undefined {
  const call = given.parent;
  const fn = call?.kind === 'Call' && call.func !== given ? definitionCalled(model, call) : undefined;
  if (call?.kind !== 'Call' || fn === undefined || fn.kind === 'ClassDef') return undefined;
  const skipped = call.func.kind === 'Attribute' && model.context.classOfMethod(fn) !== undefined ? 1 : 0;
  const parameter = parametersOf(fn)[call.args.indexOf(given) + skipped];
  const uses = parameter && model.names.lookup(parameter.name, fn.body[0] ?? fn)?.references;
  return uses?.map(widest).map((at) => ({ name: nameOf(at, model).replace(/^\w+/, given.id), at: given }));
}

const MAX_PARTS = 80;
const valuesOf = ({ value, partOf }: Definition): readonly Expression[] =>
  [value ?? partOf].filter((each) => each !== undefined);

/** `request.args.get("page")` of the `request` in it; of `job.text.encode()` it is `job.text`. */
function widest(name: Expression): Expression {
  let at = name;
  for (let { parent } = at; parent !== undefined; { parent } = at) {
    if (parent.kind === 'Subscript' && parent.value === at && stringConstant(parent.slice) !== undefined) at = parent;
    else if (parent.kind === 'Attribute' && parent.value === at) {
      const call = parent.parent?.kind === 'Call' && parent.parent.func === parent ? parent.parent : undefined;
      if (call === undefined) at = parent;
      else if (parent.attr === 'get' && stringConstant(call.args[0]) !== undefined) return call;
      else return at;
    } else return at;
  }
  return at;
}

const nameOf = (at: Expression, { source: { text } }: SemanticModel): string =>
  at.kind === 'Call' && at.func.kind === 'Attribute' && at.args[0] !== undefined
    ? `${text.slice(at.func.value)}[${text.slice(at.args[0])}]`
    : text.slice(at);

/** It makes the value, or says how: methods are called on it, `redis = request.app["redis"]`. */
function onlyActs(part: Expression, model: SemanticModel): boolean {
  const isActing = (node: Node): boolean =>
    node.parent?.kind === 'Attribute' && node.parent.parent?.kind === 'Call' && node.parent.parent.func === node.parent;
  if (isActing(part)) return true;
  const { parent } = part;
  const target =
    parent?.kind === 'Assign' ? parent.targets[0] : parent?.kind === 'AnnAssign' ? parent.target : undefined;
  const uses = target?.kind === 'Name' ? (model.names.resolve(target)?.references ?? []) : [];
  return uses.length > 0 && uses.every(isActing);
}
