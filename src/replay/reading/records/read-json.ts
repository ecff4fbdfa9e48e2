/** JSON: our own `--format json`, and arrays of findings as other tools and people write them; SARIF by its shape. */

import type { WrittenAudit } from '../../claim.ts';
import { AuditError } from '../audit-error.ts';
import { scaleOf } from '../parts/severity.ts';
import { isSarif, recordsOfSarif } from '../sarif/read-sarif.ts';
import { auditOfRecords } from './audit-of-records.ts';
import { isObject, type JsonObject, objectsOf, type PlacedObject, textAt } from './json-value.ts';
import { linesOfObjects } from './object-lines.ts';
import { type FindingRecord, namesFinding, type RecordValue } from './record.ts';

export function readJson(text: string, fileName: string): WrittenAudit {
  const document = parseJson(text, fileName);
  const objects = objectsOf(document, linesOfObjects(text));
  const scale = scaleOf(text);
  if (isSarif(document)) {
    const { records, commit, isOurs } = recordsOfSarif(document, objects);
    return auditOfRecords(records, { scale, isOurs, commit, title: '' });
  }
  return auditOfRecords(recordsOf(objects), {
    scale,
    isOurs: textAt(document, 'tool', 'name') === 'auditlint',
    commit: textAt(document, 'commit') ?? textAt(document, 'revision'),
    title: textAt(document, 'title') ?? '',
  });
}

function parseJson(text: string, fileName: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const at = /position (\d+)/.exec(cause instanceof Error ? cause.message : '')?.[1];
    const line = at === undefined ? undefined : text.slice(0, Number(at)).split('\n').length;
    throw new AuditError(fileName, 'the document is not valid JSON', line, cause);
  }
}

/** Objects that are findings. What is in a finding is about it, and no finding of its own. */
function recordsOf(objects: readonly PlacedObject[]): readonly FindingRecord[] {
  const records: FindingRecord[] = [];
  let within = Number.POSITIVE_INFINITY;
  for (const { object, depth, line } of objects) {
    if (depth > within) continue;
    within = Number.POSITIVE_INFINITY;
    const values = depth === 0 ? [] : valuesOf(object, '', 0);
    if (!namesFinding(values.map(({ name }) => name))) continue;
    records.push({ values, line });
    within = depth;
  }
  return records;
}

/** Members of members are called by both names: `location.line`. */
function valuesOf(value: JsonObject, prefix: string, depth: number): readonly RecordValue[] {
  return Object.entries(value).flatMap(([key, member]): readonly RecordValue[] => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof member === 'string' || typeof member === 'number') return [{ name, text: String(member) }];
    if (Array.isArray(member) && member.every((item) => typeof item === 'string' || typeof item === 'number')) {
      return [{ name, text: member.join(', ') }];
    }
    return isObject(member) && depth < 3 ? valuesOf(member, name, depth + 1) : [];
  });
}
