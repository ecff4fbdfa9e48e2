import type { Log, Notification, Run } from 'sarif';
import type { Finding } from '../../findings/index.ts';
import { placesInCheckout } from '../file-places.ts';
import type { FormatOptions } from '../formats.ts';
import type { Report } from '../report.ts';
import { worstFirst } from '../worst-first.ts';
import { Fingerprints } from './fingerprints.ts';
import { LocationWriter, ROOT_ID } from './location.ts';
import { describeNotice } from './notification.ts';
import { describeResult, describeSuppressed, type ResultContext } from './result.ts';
import { describeRule } from './rule-descriptor.ts';

/** GitHub refuses a run with more. */
const MAX_RESULTS = 25_000;

/** The log as an object. Results are always present: an upload without any is what closes alerts. */
export function buildSarifLog(
  report: Report,
  { includesSuppressed = false, category, tellLeftOut }: FormatOptions = {},
): Log {
  const locations = new LocationWriter(placesInCheckout(report));
  const context: ResultContext = {
    ruleIndices: new Map(report.rules.map(({ name }, index) => [name, index])),
    remedies: new Map(report.rules.map(({ name, docs }) => [name, docs.remedy])),
    locations,
    fingerprints: new Fingerprints(report.readSource),
  };
  const { kept, left } = withinLimit(report.findings);
  if (left > 0) tellLeftOut?.(left);
  const suppressed = includesSuppressed ? report.suppressed.slice(0, MAX_RESULTS - kept.length) : [];
  const run: Run = {
    tool: { driver: describeDriver(report) },
    // The category is what stands before the last slash.
    ...(category !== undefined && { automationDetails: { id: category.endsWith('/') ? category : `${category}/` } }),
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report, left, locations) }],
    originalUriBaseIds: { [ROOT_ID]: { description: { text: 'The root of the checkout.' } } },
    columnKind: 'utf16CodeUnits',
    newlineSequences: ['\r\n', '\n', '\r'],
    results: [
      ...kept.map((finding) => describeResult(finding, context)),
      ...suppressed.map((finding) => describeSuppressed(finding, context)),
    ],
  };
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
}

function describeDriver({ tool, rules }: Report): Run['tool']['driver'] {
  return {
    name: tool.name,
    version: tool.version,
    semanticVersion: tool.version,
    informationUri: `https://www.npmjs.com/package/${tool.name}`,
    rules: rules.map(describeRule),
  };
}

function notifications(report: Report, left: number, locations: LocationWriter): Notification[] {
  const notices = report.notices.map((notice) => describeNotice(notice, locations));
  if (left === 0) return notices;
  const text = `${left} findings are left out, the least severe ones: GitHub accepts ${MAX_RESULTS} results.`;
  return [{ descriptor: { id: 'too-many-results' }, level: 'warning', message: { text } }, ...notices];
}

/** The worst that fit, in their original order. */
function withinLimit(findings: readonly Finding[]): { readonly kept: readonly Finding[]; readonly left: number } {
  if (findings.length <= MAX_RESULTS) return { kept: findings, left: 0 };
  const kept = new Set(worstFirst(findings).slice(0, MAX_RESULTS));
  return { kept: findings.filter((finding) => kept.has(finding)), left: findings.length - MAX_RESULTS };
}
