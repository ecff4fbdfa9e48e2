import type { Label, LabelProfile } from './labels.ts';
import type { ReadFinding, ScannedFolder } from './scan-folder.ts';

/** Labels of the scanned folders beside what was found there. */
export interface Matches {
  /** Where each label's finding shows today; labels of folders that were not scanned are not in it. */
  readonly today: ReadonlyMap<Label, LabelProfile>;
  /** Findings that nobody has read. */
  readonly unlabelled: readonly (ReadFinding & { readonly folder: ScannedFolder })[];
}

/** Stands in a label where the code holds a secret: such a finding is known by its line alone. */
const HIDDEN = '…';

/** A label belongs to the finding of its rule on the same code in the same file; the nearest line wins. */
export function matchLabels(folders: readonly ScannedFolder[], labels: readonly Label[]): Matches {
  const today = new Map<Label, LabelProfile>();
  const unlabelled: (ReadFinding & { readonly folder: ScannedFolder })[] = [];
  for (const folder of folders) {
    const own = labels.filter((label) => label.package === folder.package && label.version === folder.version);
    const findings = groupBy(folder.findings, ({ finding, code }) =>
      keyOf(finding.rule, finding.location.path, finding.hidesCode === true ? HIDDEN : code),
    );
    const labelled = groupBy(own, ({ rule, path, code }) => keyOf(rule, path, code.includes(HIDDEN) ? HIDDEN : code));
    for (const label of own) today.set(label, 'silent');
    for (const [key, group] of findings) {
      const pairs = pairByLine(group, labelled.get(key) ?? []);
      for (const [read, label] of pairs) today.set(label, shownIn(read));
      unlabelled.push(...group.filter((read) => !pairs.has(read)).map((read) => ({ ...read, folder })));
    }
  }
  return { today, unlabelled };
}

export function shownIn({ finding }: ReadFinding): 'default' | 'strict' {
  return finding.profile === 'strict' || finding.precision === 'low' ? 'strict' : 'default';
}

/** The nearest pairs first, each finding and each label once. */
function pairByLine(findings: readonly ReadFinding[], labels: readonly Label[]): ReadonlyMap<ReadFinding, Label> {
  const candidates = findings.flatMap((read) =>
    labels.map((label) => ({ read, label, distance: Math.abs(read.finding.location.line - label.line) })),
  );
  candidates.sort((a, b) => a.distance - b.distance);
  const pairs = new Map<ReadFinding, Label>();
  const taken = new Set<Label>();
  for (const { read, label } of candidates) {
    if (pairs.has(read) || taken.has(label)) continue;
    pairs.set(read, label);
    taken.add(label);
  }
  return pairs;
}

const keyOf = (...parts: readonly string[]): string => parts.join('\0');

function groupBy<T>(items: readonly T[], keyOfItem: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
