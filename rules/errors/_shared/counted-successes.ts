/** Failures that are handled together: the code goes round, notes what worked, and raises where nothing did. */
import { type ExceptHandler, holds, type Node, type Stmt, statementsBehind } from '#ast';
import type { SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

/** Whether what the `try` of a handler notes when it works is tested behind it, and the function raises by that test. */
export function raisesWithoutSuccess({ parent: statement }: ExceptHandler, model: SemanticModel): boolean {
  if (statement?.kind !== 'Try') return false;
  const noted = namesNoted([...statement.body, ...statement.orelse]);
  if (noted.size === 0) return false;
  const isNoted = (node: Node): boolean => node.kind === 'Name' && noted.has(node.id);
  return statementsBehind(statement).some(
    (each) => each.kind === 'If' && holds(each.test, isNoted) && model.flow.alwaysRaises(each.body),
  );
}

/** `sent += 1`, `sent = True`, `sent.append(channel)`. */
function namesNoted(body: readonly Stmt[]): ReadonlySet<string> {
  const names = new Set<string>();
  const note = (node: Node | undefined): void => {
    if (node?.kind === 'Name') names.add(node.id);
  };
  walkOwnCode(body, (node) => {
    if (node.kind === 'AugAssign') note(node.target);
    else if (node.kind === 'Assign') node.targets.forEach(note);
    else if (node.kind === 'Call' && node.func.kind === 'Attribute' && /^(?:append|add)$/.test(node.func.attr))
      note(node.func.value);
    return undefined;
  });
  return names;
}
