/** `all(…)` of a list in which nothing, or perhaps nothing, is when it is asked. */
import { ancestors, type Call, dottedName, type Expression, isWithin, type Node, nodesOf, shortText } from '#ast';
import type { SemanticModel } from '#semantics';

export interface VacuousCheck {
  readonly at: Call;
  readonly local: string;
  /** Something is put in, in a loop or a branch. */
  readonly isFilled: boolean;
}

/** `all(results)` of a list that the function makes empty; what is tested for being empty is seen to. */
export function vacuousChecks(model: SemanticModel): readonly VacuousCheck[] {
  return nodesOf(model.source.module, 'Call').flatMap((call): VacuousCheck[] => {
    const [given] = call.args;
    if (given === undefined || model.names.qualifiedName(call.func) !== 'builtins.all') return [];
    const chosen = chosenItems(given, call, model);
    if (chosen !== undefined) return [{ at: call, local: shortText(chosen, model.source.text), isFilled: true }];
    const local = itemsTested(given);
    const binding = local === undefined ? undefined : model.names.resolve(local);
    if (local === undefined || binding?.scope.kind !== 'function') return [];
    const [made, other] = binding.definitions;
    if (made?.value === undefined || other !== undefined || !isMadeEmpty(made.value)) return [];
    const uses = binding.references.filter((reference) => reference !== local);
    if (uses.some((reference) => !isFillOrRead(reference))) return [];
    const fills = uses.filter((reference) => isFill(reference));
    if (fills.some((fill) => isCertain(fill, made.statement, fills))) return [];
    return [{ at: call, local: local.id, isFilled: fills.length > 0 }];
  });
}

/**
 * `return all(rule.holds(data) for rule in rules_of(config))`, where what is gone through was picked out, or is empty where a
 * setting is missing: the items answer themselves, and nobody asked whether there is one.
 */
function chosenItems(given: Expression, all: Call, model: SemanticModel): Expression | undefined {
  const isGiven = all.parent?.kind === 'Return' || (all.parent?.kind === 'UnaryOp' && all.parent.op === 'Not');
  const [first, ...others] = given.kind === 'GeneratorExp' || given.kind === 'ListComp' ? given.generators : [];
  if (!isGiven || first === undefined || others.length > 0 || first.target.kind !== 'Name') return undefined;
  const elt = given.kind === 'GeneratorExp' || given.kind === 'ListComp' ? given.elt : given;
  const check = elt.kind === 'Call' ? (elt.func.kind === 'Attribute' ? elt.func.value : elt.func) : undefined;
  if (check?.kind !== 'Name' || check.id !== first.target.id) return undefined;
  // Who names the items may have looked whether there are any.
  const uses = first.iter.kind === 'Name' ? (model.names.resolve(first.iter)?.references ?? []) : [];
  if (uses.some((use) => use !== first.iter && !isFillOrRead(use))) return undefined;
  return first.ifs.length > 0 || mayBeNone(model.flow.whole(first.iter), model) ? first.iter : undefined;
}

function mayBeNone(items: Expression, model: SemanticModel): boolean {
  if (items.kind === 'ListComp') return items.generators.some(({ ifs }) => ifs.length > 0);
  if (items.kind !== 'Call') return false;
  const { func, args } = items;
  const [, none] = args;
  if (func.kind === 'Attribute' && func.attr === 'get') return none?.kind === 'List' && none.elts.length === 0;
  const fn = model.context.functionRun(func);
  if (fn === undefined || fn.kind === 'Lambda') return false;
  return model.flow.returnValues(fn).some((value) => value?.kind === 'ListComp' && mayBeNone(value, model));
}

const isMadeEmpty = (value: Expression): boolean =>
  (value.kind === 'List' && value.elts.length === 0) || (value.kind === 'Dict' && value.keys.length === 0);

/** `results`, `results.values()`, `r.ok for r in results`. */
function itemsTested(given: Expression): Extract<Expression, { kind: 'Name' }> | undefined {
  if (given.kind === 'Name') return given;
  if (given.kind === 'Call' && given.func.kind === 'Attribute' && given.func.attr === 'values')
    return itemsTested(given.func.value);
  const [first] = given.kind === 'GeneratorExp' || given.kind === 'ListComp' ? given.generators : [];
  return first === undefined || first.ifs.length > 0 ? undefined : itemsTested(first.iter);
}

type Reference = Extract<Expression, { kind: 'Name' }>;

function isFill({ parent }: Reference): boolean {
  if (parent?.kind === 'Attribute')
    return parent.attr === 'append' || parent.attr === 'extend' || parent.attr === 'update';
  return parent?.kind === 'Subscript' && parent.ctx === 'Store';
}

/** Anything but filling it, going through it and handing it out may be a look at its length. */
function isFillOrRead(reference: Reference): boolean {
  const { parent } = reference;
  if (isFill(reference) || parent?.kind === 'Return' || parent?.kind === 'For' || parent?.kind === 'comprehension')
    return true;
  if (parent?.kind === 'Attribute') return parent.attr === 'items' || parent.attr === 'values';
  return parent?.kind === 'Call' && dottedName(parent.func) === 'print';
}

/** It runs whenever the function does, as far as the block goes that makes the list. */
function isCertain(fill: Reference, made: Node, fills: readonly Reference[]): boolean {
  const home = [...ancestors(made)].find(({ kind }) => kind !== 'Try' && !isManaged(kind));
  let at: Call['parent'] = fill.parent;
  while (at !== undefined && at.kind !== 'Expr' && at.kind !== 'Assign') at = at.parent;
  for (let around = at?.parent; around !== undefined; around = around.parent) {
    if (around === home) return true;
    // What is written out has items: `for check in (first, second):`.
    const isWritten =
      around.kind === 'For' &&
      (around.iter.kind === 'Tuple' || around.iter.kind === 'List') &&
      around.iter.elts.length > 0;
    // On both sides of a condition something is put in.
    const isEither =
      around.kind === 'If' &&
      [around.body, around.orelse].every((block) => fills.some((each) => block.some((part) => isWithin(each, part))));
    if (!isWritten && !isEither && around.kind !== 'Try' && !isManaged(around.kind)) return false;
  }
  return false;
}

const isManaged = (kind: Node['kind']): boolean => kind === 'With' || kind === 'AsyncWith';
