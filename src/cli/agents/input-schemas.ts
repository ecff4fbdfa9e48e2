import * as z from 'zod/mini';
import { TOOLS } from './tools.ts';

/** What agents are told that each tool takes. The bundle holds the schemas themselves, without what makes them. */
export const INPUT_SCHEMAS: Readonly<Record<string, unknown>> = Object.fromEntries(
  TOOLS.map(({ name, input }) => [name, z.toJSONSchema(input)]),
);
