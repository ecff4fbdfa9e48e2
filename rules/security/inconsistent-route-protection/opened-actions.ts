/** Actions of a class of routes that say that everybody may come, where the class says who may. */
import {
  type Call,
  type ClassDef,
  callKeyword,
  decoratorsOf,
  type Expression,
  lastName,
  type Name,
  type Stmt,
  stringConstant,
  walk,
} from '#ast';
import { isProtecting } from '#kit/web';
import type { SemanticModel } from '#semantics';
import { CHANGING } from '../_shared/changing-routes.ts';
import { isMeantOpen } from '../_shared/open-routes.ts';

export interface OpenedAction {
  readonly name: string;
  readonly at: Expression;
  /** What the class wants. */
  readonly protection: string;
}

/** Those that change something. */
export const openedActions = (owner: ClassDef, model: SemanticModel): readonly OpenedAction[] => [
  ...openedByClass(owner, model),
  ...openedByRest(owner, model),
];

/** `get_permissions` names actions that someone may take, and lets everybody take the others: this one is none that it names. */
function openedByRest(owner: ClassDef, model: SemanticModel): OpenedAction[] {
  const chooser = owner.body.find((each) => each.kind === 'FunctionDef' && each.name === 'get_permissions');
  if (chooser === undefined) return [];
  const [named, chosen] = [new Set<string>(), [] as Name[]];
  walk(chooser, (node) => {
    if (node.kind === 'Name' && /^(?:AllowAny|Is[A-Z]\w+)$/.test(node.id)) chosen.push(node);
    if (node.kind === 'Constant') named.add(stringConstant(node) ?? '');
  });
  const at = chosen.sort((one, other) => one.start - other.start).at(-1);
  const protection = chosen.find(({ id }) => !isForAll(id))?.id;
  if (at === undefined || !isForAll(at.id) || protection === undefined || named.size === 0) return [];
  return owner.body.flatMap((fn): OpenedAction[] => {
    if ((fn.kind !== 'FunctionDef' && fn.kind !== 'AsyncFunctionDef') || named.has(fn.name)) return [];
    const action = decoratorsOf(fn).find(({ callee }) => lastName(callee) === 'action')?.node;
    const isOpen = action?.kind === 'Call' && isChanging(action, model) && !callKeyword(action, 'permission_classes');
    return isOpen && !isMeantOpen('', fn.name, true) ? [{ name: fn.name, at, protection }] : [];
  });
}

function openedByClass(owner: ClassDef, model: SemanticModel): readonly OpenedAction[] {
  const rights = permissionsIn(owner.body.find((each) => each.kind === 'Assign' && isPermissions(each.targets[0])));
  const protection = rights.find(isProtecting);
  if (protection === undefined || rights.some(isForAll)) return [];
  return owner.body.flatMap((fn) => {
    if (fn.kind !== 'FunctionDef' && fn.kind !== 'AsyncFunctionDef') return [];
    const action = decoratorsOf(fn).find(({ callee }) => lastName(callee) === 'action')?.node;
    const given = action?.kind === 'Call' ? callKeyword(action, 'permission_classes')?.value : undefined;
    const isOpened = given?.kind === 'List' && given.elts.every((each) => isForAll(lastName(each) ?? ''));
    if (!isOpened || isMeantOpen('', fn.name, true) || action?.kind !== 'Call' || !isChanging(action, model)) return [];
    return { name: fn.name, at: given, protection };
  });
}

const isForAll = (permission: string): boolean => permission === 'AllowAny';
const isPermissions = (target: Expression | undefined): boolean =>
  target?.kind === 'Name' && target.id === 'permission_classes';

function permissionsIn(statement: Stmt | undefined): string[] {
  const value = statement?.kind === 'Assign' ? statement.value : undefined;
  return value?.kind === 'List' || value?.kind === 'Tuple' ? value.elts.flatMap((each) => lastName(each) ?? []) : [];
}

function isChanging(action: Call, { values }: SemanticModel): boolean {
  const methods = callKeyword(action, 'methods')?.value;
  const given = methods?.kind === 'List' || methods?.kind === 'Tuple' ? methods.elts : [];
  return given.some((method) => CHANGING.has((values.string(method) ?? '').toUpperCase()));
}
