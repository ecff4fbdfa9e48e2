/** What a file that was cut while it was written means to those who read it. */
import type { Call } from '#ast';
import type { SemanticModel } from '#semantics';
import { mentionsOfFunction } from '#semantics/context/function-mentions';

/** The function reads what it has itself just written, to count or check it: no run meets what an earlier one left. */
export function isCheckOfWrite(read: Call, call: Call, model: SemanticModel): boolean {
  const { context, flow } = model;
  const reader = context.defAround(read);
  const writer = context.defAround(call);
  if (reader === writer) return flow.precedes(call, read);
  // A step of its reader alone: a private function that nothing else calls or hands on.
  const mentions = writer?.name.startsWith('_') === true ? mentionsOfFunction(model, writer) : [];
  return (
    mentions.length > 0 &&
    mentions.every(
      (use) =>
        use.parent?.kind === 'Call' &&
        use.parent.func === use &&
        context.defAround(use) === reader &&
        flow.precedes(use.parent, read),
    )
  );
}
