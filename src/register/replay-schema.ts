import * as z from 'zod/mini';
import { SEVERITIES } from '../findings/index.ts';

const text = z.string();
const maybeText = z.optional(z.nullable(text));
const lineNumber = z.int().check(z.gte(1));
const severity = z.optional(z.nullable(z.enum(SEVERITIES)));

const verdict = {
  kind: z.enum([
    'stands-as-quoted',
    'moved',
    'changed-since',
    'fixed-as-proposed',
    'gone',
    'not-found',
    'no-place-given',
  ]),
  because: text,
  place: z.optional(z.object({ path: text, line: z.optional(lineNumber) })),
  commit: maybeText,
};

const claim = z.object({
  id: text,
  title: text,
  section: z.array(text),
  severity,
  status: z.enum(['open', 'in-progress', 'fixed', 'accepted', 'retracted']),
  fixedIn: maybeText,
  owner: maybeText,
  quotes: z.array(z.object({ text, language: maybeText, role: z.enum(['now', 'proposed', 'command']) })),
  text,
  remedy: text,
  /** Those that the document or a mapping file names. */
  rules: z.array(text),
  verdict: z.object(verdict),
  places: z.array(z.object(verdict)),
  seeAlso: z.array(
    z.object({ rule: text, path: text, line: lineNumber, severity: z.enum(SEVERITIES), fingerprint: text }),
  ),
});

/** What of a replay the register reads; members that it does not know are left out. */
const REPLAY = z.object({ claims: z.array(claim) });

export type ReplayInput = z.output<typeof REPLAY>;
export type ReplayedInput = ReplayInput['claims'][number];

/** The claims of `auditlint replay --format json`, or what is wrong with the text: a clause to follow the name of the file. */
export function parseReplay(json: string): ReplayInput | { readonly problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { problem: 'is not valid JSON; `auditlint replay AUDIT.md --format json` writes this file' };
  }
  const parsed = REPLAY.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` (\`${issue.path.map(String).join('.')}\`)`;
  return { problem: `is not the output of \`auditlint replay --format json\`${where}` };
}
