import type { Call, Expression } from '#ast';
import { type Offered, offering, replacement } from '#kit/fixes';

/** `yaml.safe_load` for `yaml.load` and `yaml.unsafe_load`; where a loader is named, the safe one of its kind. */
export function safelyLoaded({ func }: Call, loader?: Expression): Offered {
  if (loader?.kind === 'Attribute')
    return offering([replacement(loader, `yaml.${loader.attr.startsWith('C') ? 'C' : ''}SafeLoader`)]);
  if (loader !== undefined || func.kind !== 'Attribute') return {};
  return offering([replacement({ start: func.value.end, end: func.end }, `.safe_${func.attr.replace('unsafe_', '')}`)]);
}
