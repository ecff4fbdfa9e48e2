import { maskSecrets } from '../knowledge/mask-secrets.ts';

/** The gate: every text of a value of plain data, with what looks like a secret covered. */
export function masked<T>(value: T): T {
  // Texts become texts and the rest keeps its shape; the compiler cannot follow that through a walk.
  return maskValue(value) as T;
}

function maskValue(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map(maskValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, maskValue(member)]));
}
