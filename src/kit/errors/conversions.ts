import type { Call, Node } from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** `int(text)`, `Decimal(text)`, `date.fromisoformat(text)`: calls that fail for what they are given. */
export function conversionsIn(body: readonly Node[], { names, types }: SemanticModel): readonly Call[] {
  return callsWithin(body).filter(
    ({ func, args }) => args.length > 0 && CONVERSIONS.has(types.calleeName(func) ?? names.qualifiedName(func) ?? ''),
  );
}

const CONVERSIONS: ReadonlySet<string> = new Set([
  ...['int', 'float', 'complex', 'chr', 'unichr', 'bytes.fromhex'].map((name) => `builtins.${name}`),
  ...['decimal.Decimal', 'fractions.Fraction', 'uuid.UUID', 'time.strptime'],
  ...['strptime', 'fromisoformat', 'fromtimestamp'].map((name) => `datetime.datetime.${name}`),
  ...['datetime.date.fromisoformat', 'datetime.time.fromisoformat'],
  ...['ip_address', 'ip_network', 'ip_interface'].map((name) => `ipaddress.${name}`),
]);
