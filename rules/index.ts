// Generated from rules/<category>/<name>.ts by src/dev/generate/registry.ts. Do not edit; run `npm run generate`.
import type { RegisteredRule } from '#kit';
import bareExcept from './errors/bare-except.ts';
import zeroCoercedToBool from './service/zero-coerced-to-bool.ts';

export const rules: readonly RegisteredRule[] = [
  { category: 'errors', name: 'bare-except', rule: bareExcept },
  { category: 'service', name: 'zero-coerced-to-bool', rule: zeroCoercedToBool },
];
