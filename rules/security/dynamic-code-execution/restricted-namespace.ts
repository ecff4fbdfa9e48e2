/** Namespaces for `eval` and `exec` that withhold the builtins, as who does not trust the text writes them. */
import { type Expression, stringConstant } from '#ast';
import type { SourceContext } from '#kit';

/** `{"__builtins__": {}}` in place or under a name, `namespace["__builtins__"] = None`. */
export function isRestrictedNamespace(namespace: Expression, ctx: SourceContext): boolean {
  for (const origin of ctx.flow.origins(namespace)) {
    if (origin.kind === 'Dict' && origin.keys.some((key, i) => isWithheld(key, origin.values[i]))) return true;
  }
  const binding = namespace.kind === 'Name' ? ctx.names.resolve(namespace) : undefined;
  return (
    binding?.references.some(({ parent }) => {
      if (parent?.kind !== 'Subscript' || parent.ctx !== 'Store' || parent.parent?.kind !== 'Assign') return false;
      return isWithheld(parent.slice, parent.parent.value);
    }) === true
  );
}

function isWithheld(key: Expression | undefined, value: Expression | undefined): boolean {
  if (stringConstant(key) !== '__builtins__' || value === undefined) return false;
  return (
    value.kind === 'Dict' || value.kind === 'DictComp' || (value.kind === 'Constant' && value.value.kind === 'none')
  );
}
