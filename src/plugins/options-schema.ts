import * as z from 'zod/mini';
import type { OptionsSchema } from '../kit/index.ts';
import type { PluginOption, PluginOptions } from '../kit/plugin/options.ts';

/** The schema of a rule's options, as our own rules state it. */
export function optionsSchema(options: PluginOptions): OptionsSchema {
  return z.object(Object.fromEntries(Object.entries(options).map(([name, option]) => [name, schemaOf(option)])));
}

function schemaOf({ default: value, description }: PluginOption): z.ZodMiniType {
  const described = z.describe(description);
  switch (typeof value) {
    case 'boolean':
      return z._default(z.boolean(), value).check(described);
    case 'number':
      return z._default(z.number(), value).check(described);
    case 'string':
      return z._default(z.string(), value).check(described);
    default:
      return z._default(z.array(z.string()), [...value]).check(described);
  }
}
