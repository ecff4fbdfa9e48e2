import type { Node } from '#ast';
import { normalizeCode } from '#findings';
import type { SourceContext } from '#kit';

/** What copies of some code in functions of one name have in common: the cause of a mistake that was copied with it. */
export function copiedCode(node: Node, ctx: SourceContext): string {
  return `${ctx.context.defAround(node)?.name ?? ''} ${normalizeCode(ctx.text.slice(node))}`;
}
