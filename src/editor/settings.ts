import * as z from 'zod/mini';
import { PROFILES } from '../config/choices.ts';

const SETTINGS = z.strictObject({
  /** Whether files that are not open are told of too. */
  diagnostics: z._default(z.enum(['workspace', 'open']), 'workspace'),
  profile: z.optional(z.enum(PROFILES)),
  /** The address of the documentation: `https://example.org/auditlint/`. */
  docsUrl: z.optional(z.url({ protocol: /^https?$/ })),
  /** A client that shows what a command answers does not want it in a message as well. */
  showAnswers: z._default(z.boolean(), true),
});

/** What a client may say in `initializationOptions`. */
export type Settings = z.infer<typeof SETTINGS>;

/** The settings, and one sentence about what is wrong with them; then those hold that nobody chose. */
export function readSettings(given: unknown): { readonly settings: Settings; readonly problem?: string } {
  const parsed = SETTINGS.safeParse(given ?? {});
  if (parsed.success) return { settings: parsed.data };
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` \`${issue.path.join('.')}\``;
  return {
    settings: SETTINGS.parse({}),
    problem: `initializationOptions${where}: ${issue?.message ?? 'not understood'}; docs/editors.md lists the settings`,
  };
}
