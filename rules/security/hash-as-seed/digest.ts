import type { Call, Expression } from '#ast';
import type { SourceContext } from '#kit';
import { asOperand, type Edits, reached, replacement, together } from '#kit/fixes';

/** A digest of a text in place of its `hash()`: a number of so many bytes, the same in every process. */
export function digestInstead(call: Call, hashed: Expression, bytes: number, ctx: SourceContext): Edits {
  const type = hashed.kind === 'JoinedStr' ? 'builtins.str' : ctx.types.classOf(hashed);
  const sha256 = reached('hashlib.sha256', call, 'module', ctx);
  if ((type !== 'builtins.str' && type !== 'builtins.bytes') || sha256 === undefined) return undefined;
  // Quotes within an f-string may not be those around it before Python 3.12.
  for (let around = call.parent; around !== undefined; around = around.parent)
    if (around.kind === 'FormattedValue') return undefined;
  const data = type === 'builtins.bytes' ? ctx.text.slice(hashed) : `${asOperand(hashed, ctx.text)}.encode()`;
  const digest = `${sha256.name}(${data}).digest()[:${bytes}]`;
  return together([replacement(call, `int.from_bytes(${digest}, "big")`)], sha256.edits);
}
