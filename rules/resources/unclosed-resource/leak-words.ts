/** How a resource that stays open is reported. */
import type { ResourceKind } from '#knowledge/resources';
import type { Opened } from './opened-facts.ts';

/** What ends a resource of a kind, and what it is until then. */
interface Ending {
  noun: string;
  done: string;
  left: string;
  /** In place of the rule's own. */
  remedy?: { readonly remedy: string };
}

const CLOSE: Ending = { noun: 'close', done: 'closed', left: 'open' };
const REMOVAL: Ending = {
  noun: 'removal',
  done: 'removed',
  left: 'on the disk',
  remedy: { remedy: 'Remove it in a `finally`, or use `TemporaryDirectory` in a `with` block' },
};
const ENDINGS: ReadonlyMap<ResourceKind, Ending> = new Map([
  ['lock', { noun: 'release', done: 'released', left: 'held', remedy: { remedy: 'Hold the lock in a `with` block' } }],
  ['process', { noun: 'end', done: 'ended', left: 'running', remedy: { remedy: 'Kill the process in a `finally`' } }],
  ['temporary file', REMOVAL],
  ['temporary folder', REMOVAL],
]);

export const endingOf = (kind: ResourceKind): Ending => ENDINGS.get(kind) ?? CLOSE;

export function describe({ local, exit, takenInPart, isEntered }: Opened, kind: ResourceKind): string {
  const name = `the ${kind} \`${local}\``;
  const { noun, done, left } = endingOf(kind);
  const leak = kind === 'lock' ? 'lock leak' : 'resource leak';
  if (isEntered === true) return `resource leak: ${name} is never closed, as \`with\` only ends its transaction`;
  if (exit === undefined) return `resource leak: ${name} is never ${done}`;
  if (exit.how === 'gives-up') return `process leak: ${name} keeps running when \`${exit.code}\` times out`;
  if (exit.how === 'half-made') return `resource leak: ${name} stays open when the constructor fails after opening it`;
  if (exit.how === 'returns') return `${leak}: an early \`return\` leaves ${name} ${left}`;
  if (exit.how === 'raises') return `${leak}: an early \`raise\` leaves ${name} ${left}`;
  const where = takenInPart === true ? `not ${done} after every failure` : `${done} only on success`;
  return `${leak}: ${name} is ${where}, as \`${exit.code}\` can fail before the ${noun}`;
}
