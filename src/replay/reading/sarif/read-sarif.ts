/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), as scanners and converters write it. */

import { isObject, type JsonObject, listAt, memberAt, type PlacedObject, textAt } from '../records/json-value.ts';
import type { FindingRecord, RecordValue } from '../records/record.ts';

export interface SarifRecords {
  readonly records: readonly FindingRecord[];
  readonly commit: string | undefined;
  readonly isOurs: boolean;
}

export function isSarif(document: unknown): document is JsonObject {
  const runs = listAt(document, 'runs');
  return runs.length > 0 && runs.every((run) => isObject(memberAt(run, 'tool')));
}

export function recordsOfSarif(document: JsonObject, objects: readonly PlacedObject[]): SarifRecords {
  const lines = new Map(objects.map(({ object, line }) => [object, line]));
  const runs = listAt(document, 'runs');
  const records = runs.flatMap((run) => {
    const rules = rulesOf(run);
    return listAt(run, 'results').flatMap((result): FindingRecord[] => {
      if (!isObject(result) || SAYS_WELL.has(textAt(result, 'kind') ?? 'fail')) return [];
      return [{ values: valuesOf(result, rules), line: lines.get(result) ?? 1 }];
    });
  });
  return {
    records,
    commit: runs.map((run) => textAt(run, 'versionControlProvenance', 0, 'revisionId')).find((id) => id !== undefined),
    isOurs: runs.every((run) => textAt(run, 'tool', 'driver', 'name') === 'auditlint'),
  };
}

/** Kinds of results that are no defect (§3.27.9). */
const SAYS_WELL: ReadonlySet<string> = new Set(['pass', 'notApplicable', 'informational']);

interface Rules {
  readonly byIndex: readonly unknown[];
  readonly byId: ReadonlyMap<string, unknown>;
}

function rulesOf(run: unknown): Rules {
  const byIndex = listAt(run, 'tool', 'driver', 'rules');
  const extensions = listAt(run, 'tool', 'extensions').flatMap((extension) => listAt(extension, 'rules'));
  return { byIndex, byId: new Map([...byIndex, ...extensions].map((rule) => [textAt(rule, 'id') ?? '', rule])) };
}

function valuesOf(result: JsonObject, rules: Rules): readonly RecordValue[] {
  const index = memberAt(result, 'ruleIndex') ?? memberAt(result, 'rule', 'index');
  const id = textAt(result, 'ruleId') ?? textAt(result, 'rule', 'id');
  const rule =
    (id === undefined ? undefined : rules.byId.get(id)) ??
    (typeof index === 'number' ? rules.byIndex[index] : undefined);
  const [first, ...others] = listAt(result, 'locations').map((location) => memberAt(location, 'physicalLocation'));
  const values: readonly (readonly [string, string | undefined])[] = [
    ['message', messageOf(result, rule)],
    ['rule', id ?? textAt(rule, 'id')],
    ['severity', severityOf(result, rule)],
    ['status', statusOf(result)],
    ['path', pathOf(first)],
    ['line', textAt(first, 'region', 'startLine')],
    ['end line', textAt(first, 'region', 'endLine')],
    ['snippet', textAt(first, 'region', 'snippet', 'text')],
    ['description', others.map(placeText).join('\n')],
    ['remedy', textAt(result, 'fixes', 0, 'description', 'text') ?? textAt(rule, 'help', 'text')],
    ['fingerprint', textAt(result, 'guid') ?? fingerprintOf(result)],
  ];
  return values.flatMap(([name, text]) => (text === undefined || text === '' ? [] : [{ name, text }]));
}

/** A message may be a template of its rule with arguments (§3.11.5). */
function messageOf(result: JsonObject, rule: unknown): string | undefined {
  const written = textAt(result, 'message', 'text') ?? textAt(result, 'message', 'markdown');
  if (written !== undefined) return written;
  const template = textAt(rule, 'messageStrings', textAt(result, 'message', 'id') ?? '', 'text');
  const words = listAt(result, 'message', 'arguments');
  const filled = template?.replaceAll(/\{(\d{1,3})\}/g, (whole, number) => textAt(words, Number(number)) ?? whole);
  return filled ?? textAt(rule, 'shortDescription', 'text') ?? textAt(rule, 'name');
}

/** The score that GitHub reads, what we write, then the level, which three words share. */
function severityOf(result: JsonObject, rule: unknown): string | undefined {
  return (
    textAt(result, 'properties', 'severity') ??
    textAt(result, 'properties', 'security-severity') ??
    textAt(rule, 'properties', 'security-severity') ??
    textAt(result, 'level') ??
    textAt(rule, 'defaultConfiguration', 'level') ??
    'warning'
  );
}

function statusOf(result: JsonObject): string | undefined {
  if (textAt(result, 'baselineState') === 'absent') return 'fixed';
  const accepted = listAt(result, 'suppressions').some((one) => (textAt(one, 'status') ?? 'accepted') === 'accepted');
  return accepted ? 'accepted' : undefined;
}

function pathOf(location: unknown): string | undefined {
  const uri = textAt(location, 'artifactLocation', 'uri');
  if (uri === undefined) return undefined;
  const path = uri.replace(/^file:\/\/(?:localhost)?/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function placeText(location: unknown): string {
  const path = pathOf(location);
  const line = textAt(location, 'region', 'startLine');
  return path === undefined ? '' : `\`${path}\`${line === undefined ? '' : `:${line}`}`;
}

function fingerprintOf(result: JsonObject): string | undefined {
  const prints = memberAt(result, 'fingerprints') ?? memberAt(result, 'partialFingerprints');
  return isObject(prints) ? Object.values(prints).find((print) => typeof print === 'string') : undefined;
}
