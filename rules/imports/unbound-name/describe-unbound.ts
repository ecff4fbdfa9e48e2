import type { SemanticModel } from '#semantics';
import type { UnboundName } from './unbound-names.ts';

/** What Python raises at the read. */
export const errorOfUnbound = (unbound: UnboundName): string =>
  unbound.kind !== 'nowhere' && unbound.kind !== 'checkers' && unbound.binding.scope.kind === 'function'
    ? 'UnboundLocalError'
    : 'NameError';

/** One sentence about why a name is not bound where it is read. */
export function describeUnbound(unbound: UnboundName, { source: { text }, names }: SemanticModel): string {
  const name = `\`${unbound.name.id}\``;
  if (unbound.kind === 'nowhere') return `Nothing binds ${name}: reading it raises a NameError`;
  const line = text.lineAt(unbound.by.node.start);
  const error = errorOfUnbound(unbound) === 'NameError' ? 'a NameError' : 'an UnboundLocalError';
  if (unbound.kind === 'checkers')
    return `${name} is bound for type checkers only (line ${line}): reading it raises a NameError`;
  if (unbound.kind === 'failure')
    return `Where what line ${line} calls fails, ${name} is not bound: reading it here raises a second error`;
  if (unbound.kind === 'branch') {
    const { without } = unbound;
    const at = text.lineAt(without.start);
    if ((without.kind === 'If' && unbound.doubt !== undefined) || without.kind === 'Try')
      return `Where nothing at line ${at} ${without.kind === 'Try' ? 'succeeds' : 'holds'}, ${name} is not bound: reading it here raises ${error}`;
    return `The branch at line ${at} goes on without binding ${name}, which line ${line} binds: reading it here raises ${error}`;
  }
  if (unbound.by.kind === 'except')
    return `${name} is unbound again when its \`except\` ends: reading it raises ${error}`;
  const where =
    unbound.binding.scope.kind === 'function'
      ? ` makes it local to \`${names.qualnameOf(unbound.binding.scope.node)}\``
      : ' binds it';
  return `Line ${line}${where}, and that has not happened by here: reading ${name} raises ${error}`;
}
