import * as z from 'zod/mini';
import { DOUBT_IDS, HARMS, kindsOf, type RuleDocs } from '../findings/index.ts';
import type { ArtifactProblem, Problem, ProjectProblem } from '../kit/index.ts';
import { PLAIN_MESSAGES } from './plain-messages.ts';

/** What a rule of a plug-in reports of a file with so many characters. Throws where the engine could not use it. */
export function checkProblem(problem: unknown, length: number, docs: RuleDocs): Problem & ArtifactProblem {
  const { at, related = [], flow = [], when, fix } = checked(IN_FILE, problem);
  const edited = fix?.edits.map((each) => each.at) ?? [];
  for (const place of [at, ...related.map((each) => each.at), ...flow.map((each) => each.at), ...edited]) {
    if (place.start > place.end || place.end > length) throw new Error('it reports a place that is not in the file');
  }
  if (edited.some((one, i) => edited.some((other, k) => k > i && one.start < other.end && other.start < one.end)))
    throw new Error('its fix has edits that overlap');
  checkFix(fix, docs);
  checkSeverity(problem as Problem, docs);
  if (when !== undefined) throw new Error('it reports a problem with `when`, which plug-ins cannot use');
  return problem as Problem & ArtifactProblem;
}

/** The same of a rule about the project, of which these are the files. */
export function checkProjectProblem(problem: unknown, files: ReadonlySet<string>, docs: RuleDocs): ProjectProblem {
  const { at, related = [], flow = [], fix } = checked(IN_PROJECT, problem);
  const edited = fix?.edits.map(({ location }) => location) ?? [];
  const lost = [at, ...related, ...flow, ...edited].find(({ path }) => !files.has(path));
  if (lost !== undefined) throw new Error(`it reports a place in \`${lost.path}\`, which is not a file of the project`);
  checkFix(fix, docs);
  checkSeverity(problem as ProjectProblem, docs);
  return problem as ProjectProblem;
}

/** The documentation states a severity for each kind of finding. */
function checkSeverity({ kind }: { readonly kind?: string | undefined }, docs: RuleDocs): void {
  if (kind !== undefined && !kindsOf(docs).some((each) => each.kind === kind))
    throw new Error(`it reports the kind \`${kind}\`, which its \`docs.severity\` does not list`);
}

/** The documentation says of each kind of fix what it does and how safe it is: one that it does not name would be lost. */
function checkFix(fix: { readonly which?: number | undefined } | undefined, { fixes = [] }: RuleDocs): void {
  if (fix !== undefined && (fix.which ?? 0) >= fixes.length)
    throw new Error('it offers a fix that its `docs.fixes` does not list');
}

const TEXT = z.string().check(z.regex(/\S/, 'a text'));
const OFFSET = z.int().check(z.gte(0));
const COUNT = z.int().check(z.gte(1));
const PLACE = z.object({ start: OFFSET, end: OFFSET });
const LINES = {
  path: z.string(),
  line: COUNT,
  column: COUNT,
  endLine: COUNT,
  endColumn: COUNT,
  cell: z.optional(COUNT),
};
const STEPS = z.optional(z.array(z.object({ at: PLACE, message: TEXT })));
const RELATED = z.optional(z.array(z.object({ ...LINES, message: TEXT })));

const PROBLEM_SHAPE = {
  message: TEXT,
  remedy: z.optional(TEXT),
  harm: z.optional(z.enum(Object.keys(HARMS))),
  kind: z.optional(TEXT),
  cause: z.optional(TEXT),
  doubt: z.optional(z.enum(DOUBT_IDS)),
};

const fixOf = <T extends z.ZodMiniType>(edit: T) =>
  z.optional(z.object({ edits: z.array(edit), which: z.optional(OFFSET) }));
const IN_FILE = z.object({
  ...PROBLEM_SHAPE,
  at: PLACE,
  related: STEPS,
  flow: STEPS,
  when: z.optional(z.unknown()),
  fix: fixOf(z.object({ at: PLACE, text: z.optional(z.string()) })),
});
const IN_PROJECT = z.object({
  ...PROBLEM_SHAPE,
  at: z.object(LINES),
  related: RELATED,
  flow: RELATED,
  key: TEXT,
  fix: fixOf(z.object({ location: z.object(LINES), text: z.string() })),
});

function checked<T extends z.ZodMiniType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value, PLAIN_MESSAGES);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(
    `it reports an invalid \`${issue?.path.map(String).join('.') || 'problem'}\`: ${issue?.message ?? ''}`,
  );
}
