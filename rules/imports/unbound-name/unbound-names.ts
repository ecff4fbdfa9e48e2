/** Reads of names that nothing has bound when they run. */
import {
  ancestors,
  blockAround,
  blocksOf,
  isInBlock,
  isUnconditionalIn,
  type Name,
  nodesOf,
  statementsBefore,
} from '#ast';
import type { Binding, Definition, SemanticModel } from '#semantics';
import { bindsValue } from '#semantics/flow/name-events';
import { statementAround } from '#semantics/names/statement';
import { expectsUnbound, isNeverEvaluated } from '#semantics/names/unbound-by-design';
import { isGiven, isGivenToModules } from '../_shared/given-names.ts';
import { type BranchWithout, branchPathTo } from './branch-path.ts';
import { endedHandlerBefore } from './ended-handler.ts';
import { type FailurePath, failurePathTo } from './failure-path.ts';
import { isBehindUseOfNone } from './none-too-late.ts';

/**
 * `nowhere`: no statement of the file binds it. `checkers`: only code for type checkers does. `early`: its own scope binds it later,
 * on another path or has unbound it. `failure`: it is bound unless what stands before the binding fails. `branch`: one branch of the
 * `if` that binds it goes on without.
 */
export type UnboundName =
  | { readonly kind: 'nowhere'; readonly name: Name }
  | {
      readonly kind: 'checkers' | 'early';
      readonly name: Name;
      readonly binding: Binding;
      readonly by: Definition;
    }
  | (FailurePath & {
      readonly kind: 'failure';
      readonly name: Name;
      readonly binding: Binding;
    })
  | (BranchWithout & {
      readonly kind: 'branch';
      readonly name: Name;
      readonly binding: Binding;
      readonly by: Definition;
    });

/** Those of a file, in source order. What follows the first failure in a scope does not run: names bound too late stand there once. */
export function unboundNames(model: SemanticModel): readonly UnboundName[] {
  const found = new Map<string, UnboundName>();
  for (const name of nodesOf(model.source.module, 'Name')) {
    const unbound = isRead(name) ? unboundAt(name, model) : undefined;
    if (unbound === undefined) continue;
    const isOnce = unbound.kind === 'early' || unbound.kind === 'failure' || unbound.kind === 'branch';
    const key = isOnce ? `${model.names.qualnameOf(unbound.binding.scope.node)} ${name.id}` : `${name.start}`;
    const known = found.get(key);
    // What certainly fails comes before what may.
    if (known !== undefined && (known.kind === unbound.kind ? known.name.start <= name.start : known.kind === 'early'))
      continue;
    if (isNeverEvaluated(name, model) || expectsUnbound(name, model) || model.flow.isUnreachable(name)) continue;
    if (isBehindUseOfNone(name, model) || isBehindFailure(unbound, found)) continue;
    found.set(key, unbound);
  }
  return [...found.values()].sort((a, b) => a.name.start - b.name.start);
}

/** `finally: cursor.close(); connection.close()`: where the second is not bound, the first, which is bound behind it, raises before. */
function isBehindFailure(unbound: UnboundName, earlier: ReadonlyMap<string, UnboundName>): boolean {
  if (unbound.kind !== 'failure') return false;
  const { by, name } = unbound;
  const before = statementsBefore(statementAround(name)).filter(({ kind }) => kind === 'Expr' || kind === 'Assign');
  const block = blockAround(by.statement);
  const isLater = ({ node }: Definition): boolean => node.start > by.node.start && isInBlock(block, node);
  return [...earlier.values()].some(
    (each) =>
      each.kind === 'failure' &&
      before.some((statement) => isInBlock([statement], each.name) && isUnconditionalIn(each.name, statement)) &&
      each.binding.definitions.every(isLater),
  );
}

/** All that binds the name before the read stands in branches in which the read does not: `if request.method == "POST": form = …; return …`. */
export function isBesideBranch(unbound: UnboundName): boolean {
  if (unbound.kind !== 'early') return false;
  const { name, binding } = unbound;
  const before = binding.definitions.filter(({ node }) => node.start < name.start);
  const isInOther = ({ node }: Definition): boolean =>
    [...ancestors(node)].some(
      (at) => at.kind === 'If' && blocksOf(at).some((block) => isInBlock(block, node) && !isInBlock(block, name)),
    );
  return before.length > 0 && before.every((each) => each.kind !== 'delete' && isInOther(each));
}

/** `x += 1` reads before it binds. */
const isRead = ({ ctx, parent }: Name): boolean => ctx === 'Load' || (ctx === 'Store' && parent?.kind === 'AugAssign');

function unboundAt(name: Name, model: SemanticModel): UnboundName | undefined {
  const binding = model.names.resolve(name);
  if (binding === undefined) return isGiven(name, model) ? undefined : { kind: 'nowhere', name };
  const isOfModule = binding.scope.kind === 'module';
  // Of a module Python looks among the builtins next, and of a class in its module.
  if ((!isOfModule && binding.scope.kind !== 'function') || (isOfModule && isGivenToModules(name))) return undefined;
  const by = binding.definitions.find(bindsValue) ?? binding.definitions.find(({ kind }) => kind === 'annotation');
  if (by === undefined) return undefined;
  if (by.kind !== 'annotation' && isForCheckers(name, binding, model)) return { kind: 'checkers', name, binding, by };
  if (isOfModule && model.context.functionAround(name) !== undefined) return undefined;
  switch (model.flow.boundness(name)) {
    case 'unbound':
      return { kind: 'early', name, binding, by };
    case 'either': {
      const ended = endedHandlerBefore(name, binding, model);
      if (ended !== undefined) return { kind: 'early', name, binding, by: ended };
      const failing = failurePathTo(name, binding, model);
      if (failing !== undefined) return { kind: 'failure', name, binding, ...failing };
      const without = branchPathTo(name, binding, model);
      return without && { kind: 'branch', name, binding, by, ...without };
    }
    default:
      return undefined;
  }
}

/** Every statement that binds it stands under `TYPE_CHECKING`, and the read does not. */
function isForCheckers(name: Name, { definitions }: Binding, { context }: SemanticModel): boolean {
  // The first that does not settles it: of a name with thousands thousands of reads ask.
  const isOther = definitions.some((each) => bindsValue(each) && !context.isTypeCheckingOnly(each.node));
  return !isOther && !context.isTypeCheckingOnly(name);
}

/** A set in a set cannot be: `{{ name }}` is a template of code. */
export function isTemplate(name: Name): boolean {
  let isInSet = false;
  for (const at of ancestors(name)) {
    if (at.kind === 'Set' && isInSet) return true;
    isInSet = at.kind === 'Set';
  }
  return false;
}
