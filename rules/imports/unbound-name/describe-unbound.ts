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
  if (unbound.kind === 'nowhere') return `undefined name ${name}: reading it raises a NameError`;
  const line = text.lineAt(unbound.by.node.start);
  const error = errorOfUnbound(unbound) === 'NameError' ? 'a NameError' : 'an UnboundLocalError';
  if (unbound.kind === 'checkers')
    return `${name} is bound only for type checkers (line ${line}), so reading it raises a NameError`;
  if (unbound.kind === 'failure')
    return `possibly unbound name: if the call at line ${line} fails, ${name} is not bound and reading it here raises a second error`;
  if (unbound.kind === 'branch') {
    const { without } = unbound;
    const at = text.lineAt(without.start);
    if ((without.kind === 'If' && unbound.doubt !== undefined) || without.kind === 'Try')
      return `possibly unbound name: if nothing at line ${at} ${without.kind === 'Try' ? 'succeeds' : 'matches'}, ${name} is not bound and reading it here raises ${error}`;
    return `possibly unbound name: the branch at line ${at} does not bind ${name}, which line ${line} binds, so reading it here raises ${error}`;
  }
  if (unbound.by.kind === 'except')
    return `${name} is deleted when its \`except\` block ends, so reading it raises ${error}`;
  if (unbound.by.kind === 'annotation')
    return `use before assignment: line ${line} only annotates ${name}, and nothing assigns it, so reading it raises ${error}`;
  const { kind, node } = unbound.binding.scope;
  const where = kind === 'function' ? ` makes it local to \`${names.qualnameOf(node)}\`` : ' binds it';
  return `use before assignment: ${name} is read before line ${line}${where}, which raises ${error}`;
}
