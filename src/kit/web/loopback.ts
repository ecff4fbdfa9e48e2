/** Addresses of the machine itself. */
import type { Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Whether the constant beginning of an address names the machine itself. */
export function isForLoopback(url: Expression | undefined, { values }: SemanticModel): boolean {
  if (url === undefined) return false;
  const [first] = values.textPieces(url) ?? [];
  const start = values.string(url) ?? (first?.kind === 'constant' ? first.text : '');
  return /^(?:[a-z][\w+.-]*:\/\/)?(?:localhost|127(?:\.\d+){3}|\[?::1\]?)(?=[:/?#]|$)/i.test(start);
}
