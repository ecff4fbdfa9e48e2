/** Whether data is known to be that of someone with a key. */
import { type Call, holds, lastName } from '#ast';
import type { SemanticModel } from '#semantics';

/** A digest or signature is compared, in the same function and before. */
export function isVerifiedBefore(call: Call, { context, names }: SemanticModel): boolean {
  const fn = context.defAround(call);
  if (fn === undefined) return false;
  return holds(fn, (node) => {
    if (node.kind !== 'Call' || node.start > call.start) return false;
    return VERIFIES.test(lastName(node.func) ?? '') || names.qualifiedName(node.func) === 'hmac.compare_digest';
  });
}

const VERIFIES = /(^|_)(verify|verified|unsign|check_(hmac|signature|digest))/;
