/** Who looks at a certificate without the library, and what keeps all libraries from looking. */
import { type Expression, holds, lastName, type Node } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** `sha256(tls.getpeercert(binary_form=True))`, and the function refuses. */
export function certificateAsked(at: Node, { context, names }: SemanticModel): Node | undefined {
  const fn = context.defAround(at);
  if (fn === undefined || !holds(fn, ({ kind }) => kind === 'Raise')) return undefined;
  const calls = context.nodesOfFunction(fn, 'Call');
  const isDigested = calls.some(({ func }) => names.qualifiedName(func)?.startsWith('hashlib.') === true);
  return isDigested ? calls.find(({ func }) => lastName(func) === 'getpeercert') : undefined;
}

/** `os.environ["PYTHONHTTPSVERIFY"] = "0"`, `os.environ["CURL_CA_BUNDLE"] = ""`. */
export function switchedOffForAll(key: Expression, value: Expression, { values }: SemanticModel): string | undefined {
  const name = values.string(key) ?? '';
  const isOff = values.string(value) === (name === 'PYTHONHTTPSVERIFY' ? '0' : '');
  return isOff && /^(?:PYTHONHTTPSVERIFY|(?:CURL|REQUESTS)_CA_BUNDLE)$/.test(name)
    ? `\`${name}\` is \`${values.string(value)}\``
    : undefined;
}
