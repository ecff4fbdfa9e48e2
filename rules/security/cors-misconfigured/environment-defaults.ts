import type { Expression } from '#ast';
import type { SemanticModel } from '#semantics';

/** The texts that a value has where the environment says nothing: `*` of `getenv("ORIGINS", "*").split(",")`. */
export function environmentDefaults(value: Expression, { flow, values }: SemanticModel): readonly string[] {
  return [value, ...flow.origins(value)].flatMap((origin) => {
    const inner = origin.kind === 'Call' && origin.func.kind === 'Attribute' ? [origin, origin.func.value] : [origin];
    const fallbacks = inner.flatMap((part) => values.environmentRead(part)?.fallback ?? []);
    return fallbacks.flatMap((fallback) => values.string(fallback) ?? []);
  });
}
