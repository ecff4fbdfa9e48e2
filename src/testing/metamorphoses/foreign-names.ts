/** Names in another language: nouns for what is bound, a verb and a noun for what is called. */
import { type NameKind, renameOwn } from './renaming.ts';
import type { Transformation } from './transformation.ts';

interface Language {
  readonly name: string;
  readonly what: string;
  readonly verbs: readonly string[];
  readonly nouns: readonly string[];
}

export function foreignNames({ name, what, verbs, nouns }: Language): Transformation {
  const nameOf = (kind: NameKind, index: number): string => {
    const noun = nouns[index % nouns.length] ?? '';
    const round = Math.floor(index / nouns.length);
    const number = round === 0 ? '' : String(round + 1);
    if (kind === 'class') return noun.charAt(0).toUpperCase() + noun.slice(1) + number;
    if (kind === 'constant') return noun.toUpperCase() + number;
    return kind === 'function' ? `${verbs[index % verbs.length]}_${noun}${number}` : noun + number;
  };
  return { name, what, sameness: 'names', apply: (subject, rewriting) => renameOwn(subject, rewriting, nameOf) };
}
