import * as z from 'zod/mini';
import {
  CONFIDENCES,
  DOUBT_IDS,
  HARMS,
  type Harm,
  LOWERINGS,
  type Lowering,
  REACHES,
  type Reach,
  SEVERITIES,
} from '../../findings/index.ts';

const number = z.int().check(z.gte(1));
const count = z.int().check(z.gte(0));
const counts = z.record(z.string(), count);
const path = z.string().check(z.refine(staysInside, 'not a path inside the scanned root'));
const place = { path, line: number, column: number, endLine: number, endColumn: number, cell: z.optional(number) };
const related = z.array(z.object({ ...place, message: z.string() }));

const fix = z.object({
  title: z.string(),
  safety: z.enum(['safe', 'unsafe']),
  because: z.string(),
  edits: z.array(z.object({ ...place, text: z.string() })),
});

const samePlace = z.object({
  ...place,
  rule: z.optional(z.string()),
  message: z.string(),
  severity: z.enum(SEVERITIES),
  fingerprint: z.string(),
  fix: z.optional(fix),
});

const finding = {
  rule: z.string(),
  category: z.string(),
  severity: z.enum(SEVERITIES),
  // The tables have just these keys.
  harm: z.enum(Object.keys(HARMS) as [Harm, ...Harm[]]),
  kind: z.optional(z.string()),
  baseSeverity: z.enum(SEVERITIES),
  lowered: z.optional(z.enum(Object.keys(LOWERINGS) as [Lowering, ...Lowering[]])),
  reach: z.enum(Object.keys(REACHES) as [Reach, ...Reach[]]),
  because: z.string(),
  confidence: z.enum(CONFIDENCES),
  doubts: z.optional(z.array(z.enum(DOUBT_IDS))),
  precision: z.enum(['high', 'medium', 'low']),
  ...place,
  message: z.string(),
  remedy: z.string(),
  related,
  flow: related,
  fingerprint: z.string(),
  cause: z.optional(z.string()),
  places: z.optional(z.array(samePlace)),
  cwe: z.array(z.int()),
  fix: z.optional(fix),
  hidesCode: z.optional(z.literal(true)),
};

const suppression = z.object({ line: number, reason: z.string(), until: z.optional(z.string()) });

const notice = z.object({
  kind: z.string(),
  path: z.optional(path),
  line: z.optional(number),
  rule: z.optional(z.string()),
  message: z.string(),
});

const stats = z.object({
  files: z.object({ scanned: count, skipped: count, notParsed: count, partlyParsed: count }),
  filesByKind: counts,
  lines: count,
  bytes: count,
  suppressed: count,
  ruleFailures: count,
  known: z.optional(count),
  gone: z.optional(count),
});

/**
 * The JSON report (schema/auditlint-report.schema.json) as `merge` reads it. Members that it does not know are left out: newer
 * versions may have more. Paths stay within the scanned root, no matter who wrote the file.
 */
export const REPORT_SCHEMA = z.object({
  root: z.string(),
  findings: z.array(z.object(finding)),
  suppressed: z.array(z.object({ ...finding, suppression })),
  notices: z.array(notice),
  stats,
});

export type ReportInput = z.output<typeof REPORT_SCHEMA>;

function staysInside(written: string): boolean {
  return written !== '' && !written.startsWith('/') && !written.split('/').includes('..');
}
