import { existsSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { groupBy } from '../../src/collections/index.ts';
import type { Finding } from '../../src/findings/index.ts';

import type { Label, LabelProfile } from './labels.ts';
import { normalName } from './packages.ts';
import type { ReadFinding, ScannedFolder } from './scan-folder.ts';

/** Labels of the scanned folders beside what was found there. */
export interface Matches {
  /** Where each label's finding shows today; labels of folders that were not scanned are not in it. */
  readonly today: ReadonlyMap<Label, LabelProfile>;
  /** Labels of scanned packages whose file is not in the folder: a wheel and an sdist do not hold the same files. */
  readonly absent: readonly Label[];
  /** Findings that nobody has read. */
  readonly unlabelled: readonly (ReadFinding & { readonly folder: ScannedFolder })[];
}

/** Stands in a label where the code holds a secret: such a finding is known by its line alone. */
const HIDDEN = '…';

/**
 * A label belongs to the finding of its rule on the same code in the same file; the nearest line wins. The file may stand
 * deeper than the label says, or less deep: an sdist has folders (`src`) around what a wheel holds.
 */
export function matchLabels(folders: readonly ScannedFolder[], labels: readonly Label[]): Matches {
  const today = new Map<Label, LabelProfile>();
  const absent: Label[] = [];
  const unlabelled: (ReadFinding & { readonly folder: ScannedFolder })[] = [];
  for (const folder of folders) {
    const own = groupBy(
      labels.filter((label) => isOf(label, folder)),
      ({ rule }) => rule,
    );
    const findings = groupBy(folder.findings, ({ finding }) => finding.rule);
    const files = new FileList(folder.path);
    for (const rule of new Set([...own.keys(), ...findings.keys()])) {
      const pairs = pairNearest(findings.get(rule) ?? [], own.get(rule) ?? []);
      for (const [label, read] of pairs) today.set(label, shownIn(read.finding));
      const read = new Set(pairs.values());
      for (const label of own.get(rule) ?? []) {
        if (pairs.has(label)) continue;
        if (files.has(label.path)) today.set(label, 'silent');
        else absent.push(label);
      }
      unlabelled.push(...(findings.get(rule) ?? []).filter((one) => !read.has(one)).map((one) => ({ ...one, folder })));
    }
  }
  return { today, absent, unlabelled };
}

export function shownIn({ profile }: Finding): 'default' | 'strict' {
  return profile;
}

/** How many folders one path has around the other; undefined where they end in different files. */
export function pathDistance(one: string, other: string): number | undefined {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long !== short && !long.endsWith(`/${short}`)) return undefined;
  return long.split('/').length - short.split('/').length;
}

function isOf(label: Label, folder: ScannedFolder): boolean {
  return label.version === folder.version && normalName(label.package) === normalName(folder.package);
}

/** Of one rule: the nearest pairs first, each finding and each label once. */
function pairNearest(findings: readonly ReadFinding[], labels: readonly Label[]): ReadonlyMap<Label, ReadFinding> {
  const candidates = labels.flatMap((label) =>
    findings.flatMap((read) => {
      const depth = pathDistance(read.finding.location.path, label.path);
      if (depth === undefined || !isSameCode(label, read)) return [];
      return [{ read, label, depth, distance: Math.abs(read.finding.location.line - label.line) }];
    }),
  );
  candidates.sort((a, b) => a.depth - b.depth || a.distance - b.distance);
  const pairs = new Map<Label, ReadFinding>();
  const taken = new Set<ReadFinding>();
  for (const { read, label } of candidates) {
    if (pairs.has(label) || taken.has(read)) continue;
    pairs.set(label, read);
    taken.add(read);
  }
  return pairs;
}

function isSameCode(label: Label, { finding, code }: ReadFinding): boolean {
  return finding.hidesCode === true ? label.code.includes(HIDDEN) : label.code === code;
}

/** Which files a folder has; read only when someone asks for one that does not be where it is said to. */
class FileList {
  #paths: readonly string[] | undefined;

  constructor(readonly root: string) {}

  has(path: string): boolean {
    if (existsSync(join(this.root, path))) return true;
    this.#paths ??= readdirSync(this.root, { recursive: true, encoding: 'utf8' }).map((one) =>
      one.replaceAll(sep, '/'),
    );
    return this.#paths.some((one) => pathDistance(one, path) !== undefined);
  }
}
