/** How much of what was written down is found, by table. */
import { groupBy } from '../../src/collections/index.ts';
import type { Target } from '../corpus/targets.ts';
import type { Share } from '../first-sight/figures.ts';
import type { MatchedRow } from './matched-row.ts';
import { isNamedNear, type PeerMessages } from './peers.ts';
import { LEAST_RECALL, shareTarget } from './targets.ts';

/** What another program says of the subjects of rows, by their keys; a subject that it was not asked about is missing. */
export interface PeerAnswers {
  readonly name: string;
  readonly bySubject: ReadonlyMap<string, PeerMessages>;
}

export interface GroupRecall {
  readonly name: string;
  /** Of the rows at which something must fire. */
  readonly inDefault: Share;
  readonly inStrict: Share;
  /** Of the rows at which nothing may, those where nothing does. */
  readonly quietInDefault: Share;
  readonly quietInStrict: Share;
  readonly peers: readonly PeerRecall[];
}

export interface PeerRecall {
  readonly name: string;
  /** Of the rows that must fire those near which it says anything at all. */
  readonly near: Share;
  /** All that it says of the subjects. */
  readonly messages: number;
}

/** One entry for each group; where kinds were asked about, a second for the rows whose kind exists. */
export function recallByGroup(matched: readonly MatchedRow[], peers: readonly PeerAnswers[]): GroupRecall[] {
  return [...groupBy(matched, ({ row }) => row.group)].flatMap(([name, rows]) => {
    const ofKind = rows.filter(({ row }) => row.isOfKind);
    return [
      groupRecall(name, rows, peers),
      ...(ofKind.length === rows.length ? [] : [groupRecall(`${name}, kinds that exist`, ofKind, peers)]),
    ];
  });
}

function groupRecall(name: string, rows: readonly MatchedRow[], peers: readonly PeerAnswers[]): GroupRecall {
  const firing = rows.filter(({ row }) => row.expect === 'fire');
  const quiet = rows.filter(({ row }) => row.expect === 'quiet');
  return {
    name,
    inDefault: shareOf(firing, ({ inDefault }) => inDefault !== undefined),
    inStrict: shareOf(firing, ({ inStrict }) => inStrict !== undefined),
    quietInDefault: shareOf(quiet, ({ inDefault }) => inDefault === undefined),
    quietInStrict: shareOf(quiet, ({ inStrict }) => inStrict === undefined),
    peers: peers.map((peer) => peerRecall(peer, firing)),
  };
}

function peerRecall({ name, bySubject }: PeerAnswers, firing: readonly MatchedRow[]): PeerRecall {
  const targeted = firing.filter(({ row }) => bySubject.has(row.subject.key));
  const near = shareOf(targeted, ({ row }) => isNamedNear(bySubject.get(row.subject.key) ?? NOTHING, row));
  const subjects = new Set(targeted.map(({ row }) => row.subject.key));
  const messages = [...subjects].reduce((sum, subject) => sum + (bySubject.get(subject)?.messages ?? 0), 0);
  return { name, near, messages };
}

const NOTHING: PeerMessages = { messages: 0, lines: {} };

/** A table of which nothing could be scored misses its target, where it is asked for. */
export const recallTargets = (groups: readonly GroupRecall[], isTargeted: (group: string) => boolean): Target[] =>
  Object.entries(LEAST_RECALL)
    .filter(([name]) => isTargeted(name))
    .map(([name, least]) => {
      const measured = groups.find((group) => group.name === name)?.inDefault ?? { count: 0, of: 0 };
      return shareTarget(`recall by default, ${name}`, measured, least);
    });

export function shareOf<T>(all: readonly T[], isSo: (one: T) => boolean): Share {
  return { count: all.filter(isSo).length, of: all.length };
}
