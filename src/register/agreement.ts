/** What an update and an entry agreed on: how a change by hand is told from one of ours. */
import { createHash } from 'node:crypto';
import { SEVERITIES, type Severity } from '../findings/index.ts';
import {
  type Agreed,
  GUARDED,
  type Guarded,
  type Markdown,
  type RegisterEntry,
  STATUSES,
  type Status,
  sectionText,
} from './entry.ts';
import { placeText } from './place-text.ts';

/** What an entry says of a part that is guarded. */
export function guardedText(entry: Pick<RegisterEntry, 'rule' | 'places' | 'sections'>, part: Guarded): Markdown {
  return part === 'evidence' ? JSON.stringify([entry.rule, ...entry.places.map(placeText)]) : sectionText(entry, part);
}

/** Whether a person has changed a part since an update wrote it. */
export function isEdited(entry: RegisterEntry, part: Guarded): boolean {
  return entry.agreed[part] !== digestOf(guardedText(entry, part));
}

/** 4 bytes: they tell a change from none, and protect nothing. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** As words of a comment: `status=in-progress severity=P1 cause=1f2e3d4c`. */
export function agreedWords({ status, severity, ...digests }: Agreed): string[] {
  const words = [
    ['status', status === undefined ? undefined : slugOf(status)],
    ['severity', severity],
    ...GUARDED.map((part) => [part, digests[part]]),
  ];
  return words.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}

/** What of such words makes sense; the rest counts as never agreed. */
export function parseAgreed(words: ReadonlyMap<string, string>): Agreed {
  const status: Status | undefined = STATUSES.find((each) => slugOf(each) === words.get('status'));
  const severity: Severity | undefined = SEVERITIES.find((each) => each === words.get('severity'));
  const digests = GUARDED.flatMap((part) => {
    const digest = words.get(part);
    return digest !== undefined && /^[0-9a-f]{8}$/.test(digest) ? [[part, digest] as const] : [];
  });
  return {
    ...(status !== undefined && { status }),
    ...(severity !== undefined && { severity }),
    ...Object.fromEntries(digests),
  };
}

function slugOf(status: Status): string {
  return status.toLowerCase().replace(' ', '-');
}
