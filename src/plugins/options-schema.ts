import * as z from 'zod';
import type { PluginOption, PluginOptions } from '../kit/plugin/options.ts';

/** The schema of a rule's options, as our own rules state it. */
export function optionsSchema(options: PluginOptions): z.ZodObject {
  return z.object(Object.fromEntries(Object.entries(options).map(([name, option]) => [name, schemaOf(option)])));
}

function schemaOf({ default: value, description }: PluginOption): z.ZodType {
  switch (typeof value) {
    case 'boolean':
      return z.boolean().default(value).describe(description);
    case 'number':
      return z.number().default(value).describe(description);
    case 'string':
      return z.string().default(value).describe(description);
    default:
      return z
        .array(z.string())
        .default([...value])
        .describe(description);
  }
}
