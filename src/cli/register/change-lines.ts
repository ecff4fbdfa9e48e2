import { type RegisterChange, type RegisterConflict, withoutEscapes } from '../../register/index.ts';
import { BLANK_LINE, plain, type Style, type StyledLine, styled } from '../../reporters/index.ts';

/** One line for each change and conflict: id, place, what is so. */
export function* changeLines(changes: readonly (RegisterChange | RegisterConflict)[]): Generator<StyledLine> {
  for (const change of changes) {
    const style: Style = 'kind' in change ? STYLES[change.kind] : 'bad';
    const place = change.place === undefined ? [] : [plain('  '), styled('path', change.place)];
    yield [styled(style, change.id), ...place, plain(`  ${withoutEscapes(change.text)}`)];
  }
  if (changes.length > 0) yield BLANK_LINE;
}

const STYLES: Readonly<Record<RegisterChange['kind'], Style>> = {
  opened: 'bad',
  reopened: 'bad',
  'acceptance-ended': 'bad',
  grown: 'bad',
  fixed: 'good',
  refuted: 'good',
  regraded: 'strong',
  accepted: 'strong',
  edited: 'faint',
  removed: 'faint',
};

/** `2 new, 1 fixed`; empty where nothing changed. */
export function countedChanges(changes: readonly RegisterChange[]): string {
  const counts = WORDS.flatMap(([kind, word]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : `${count} ${word}`;
  });
  return counts.join(', ');
}

const WORDS: readonly (readonly [RegisterChange['kind'], string])[] = [
  ['opened', 'new'],
  ['reopened', 'reopened'],
  ['acceptance-ended', 'no longer accepted'],
  ['fixed', 'fixed'],
  ['refuted', 'refuted'],
  ['grown', 'in more places'],
  ['regraded', 'of another severity'],
];
