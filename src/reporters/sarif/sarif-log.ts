import type { Log, Notification, Run } from 'sarif';
import type { Finding, PluginOrigin, RuleDescription } from '../../findings/index.ts';
import { worstFirst } from '../../findings/index.ts';
import { placesInCheckout } from '../file-places.ts';
import type { FormatOptions } from '../formats.ts';
import type { Report } from '../report.ts';
import { sourcesOf } from '../sources-of.ts';
import { Fingerprints } from './fingerprints.ts';
import { LocationWriter, ROOT_ID } from './location.ts';
import { describeNotice } from './notification.ts';
import { describeResult, describeSuppressed, type ResultContext, type RuleReference } from './result.ts';
import { describeRule } from './rule-descriptor.ts';

/** GitHub reads no notifications, so these only have to leave room for results. */
const MAX_NOTIFICATIONS = 1000;
const LIMITS = 'GitHub accepts 25,000 results and 10 MB, compressed';

/** A log that may leave findings out. */
export interface CutLog {
  readonly log: Log;
  readonly kept: number;
  readonly left: number;
}

/**
 * The log as an object, with so many results at most: the worst findings by severity, and of one severity the first by
 * path and place. Results are always present: an upload without any is what closes alerts.
 */
export function buildSarifLog(report: Report, { includesSuppressed, category }: FormatOptions, limit: number): CutLog {
  const locations = new LocationWriter(placesInCheckout(report));
  const context: ResultContext = {
    ruleReferences: referencesOf(report.rules),
    remedies: new Map(report.rules.map(({ name, docs }) => [name, docs.remedy])),
    locations,
    fingerprints: new Fingerprints(report.readSource, sourcesOf(report)),
  };
  const findings = withinLimit(report.findings, limit);
  const wanted = includesSuppressed === true ? report.suppressed : [];
  const suppressed = wanted.slice(0, limit - findings.length);
  const left = report.findings.length - findings.length + wanted.length - suppressed.length;
  const run: Run = {
    tool: toolOf(report),
    // The category is what is before the last slash.
    ...(category !== undefined && { automationDetails: { id: category.endsWith('/') ? category : `${category}/` } }),
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report, left, locations) }],
    originalUriBaseIds: { [ROOT_ID]: { description: { text: 'The root of the checkout.' } } },
    columnKind: 'utf16CodeUnits',
    newlineSequences: ['\r\n', '\n', '\r'],
    results: [
      ...findings.map((finding) => describeResult(finding, context)),
      ...suppressed.map((finding) => describeSuppressed(finding, context)),
    ],
  };
  const log: Log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return { log, kept: findings.length + suppressed.length, left };
}

/** Our rules are the driver's, those of each plug-in an extension's. */
function toolOf({ tool, rules }: Report): Run['tool'] {
  const extensions = pluginsOf(rules).map(({ plugin, own }) => ({
    name: plugin.name,
    ...(plugin.version !== undefined && { version: plugin.version }),
    rules: own.map(describeRule),
  }));
  return {
    driver: {
      name: tool.name,
      version: tool.version,
      semanticVersion: tool.version,
      informationUri: `https://www.npmjs.com/package/${tool.name}`,
      rules: rules.filter(({ plugin }) => plugin === undefined).map(describeRule),
    },
    ...(extensions.length > 0 && { extensions }),
  };
}

function referencesOf(rules: readonly RuleDescription[]): ReadonlyMap<string, RuleReference> {
  const driver = rules.filter(({ plugin }) => plugin === undefined);
  return new Map<string, RuleReference>([
    ...driver.map(({ name }, index) => [name, { ruleIndex: index }] as const),
    ...pluginsOf(rules).flatMap(({ own }, extension) =>
      own.map(({ name }, index) => [name, { rule: { id: name, index, toolComponent: { index: extension } } }] as const),
    ),
  ]);
}

function pluginsOf(rules: readonly RuleDescription[]) {
  const byPlugin = new Map<string, { readonly plugin: PluginOrigin; readonly own: RuleDescription[] }>();
  for (const rule of rules) {
    if (rule.plugin === undefined) continue;
    const { own } = byPlugin.get(rule.plugin.name) ?? { own: [] };
    byPlugin.set(rule.plugin.name, { plugin: rule.plugin, own: [...own, rule] });
  }
  return [...byPlugin.values()];
}

function notifications(report: Report, left: number, locations: LocationWriter): Notification[] {
  const toolNotices = [
    ...(left > 0 ? [notify('too-many-results', `The ${left} least severe findings are omitted: ${LIMITS}.`)] : []),
    ...report.notices.slice(0, MAX_NOTIFICATIONS).map((notice) => describeNotice(notice, locations)),
  ];
  const more = report.notices.length - MAX_NOTIFICATIONS;
  return more > 0 ? [...toolNotices, notify('too-many-notices', `${more} more notices are omitted.`)] : toolNotices;
}

function notify(id: string, text: string): Notification {
  return { descriptor: { id }, level: 'warning', message: { text } };
}

/** The worst that fit, in their original order. */
function withinLimit(findings: readonly Finding[], limit: number): readonly Finding[] {
  if (findings.length <= limit) return findings;
  const kept = new Set(worstFirst(findings).slice(0, limit));
  return findings.filter((finding) => kept.has(finding));
}
