/** Which of the members that users miss went, or were imagined, together. */
import { groupBy } from '#collections';
import type { MemberUse } from '#kit/state';

export interface MissedMember {
  /** What lacks it: a class, a module, a function. */
  readonly of: string;
  /** The file that defines what lacks it, where that is the project's. */
  readonly home?: string;
  readonly member: string;
  /** The file that misses it. */
  readonly path: string;
}

/** Who awaits a method of a class takes the class for one whose methods are coroutines. */
export function missedMember(use: MemberUse, of: string, path: string, home: string | undefined): MissedMember {
  const end = of.lastIndexOf('.');
  const handled =
    use.kind === 'await'
      ? { of: `${of.slice(0, end)} awaited`, member: of.slice(end + 1) }
      : { of, member: use.member };
  return { ...handled, path, ...(home !== undefined && { home }) };
}

/**
 * The cause of each lack. Who renamed a member left all of its users behind; a file that asks one class for several knows another
 * class, and so do several files that ask it for the same ones; and a file that asks several classes of one module for the same
 * takes all of them for something else. What one file alone misses belongs to what it misses along with others only where it is at
 * least half of them: a setting that twenty files miss says nothing of what else one of the twenty asks for.
 */
export function causesOfLacks(all: readonly MissedMember[]): (missed: MissedMember) => string {
  const causes = new Map<string, string>();
  const shown = new Map<string, string>();
  for (const ofOne of groupBy(all, ({ of }) => of).values()) {
    const files = new Map(
      [...groupBy(ofOne, ({ member }) => member)].map(
        ([member, uses]) => [member, [...new Set(uses.map(({ path }) => path))].sort()] as const,
      ),
    );
    const [{ of, home } = { of: '', home: undefined }] = ofOne;
    const lacks = [...files].map(([member, paths]) => `${member}: ${paths.join()}`).sort();
    // Classes of one module that the same files ask for the same.
    const twins = `${home ?? of} ${lacks.join(' ')}`;
    const first = shown.get(twins) ?? of;
    shown.set(twins, first);
    for (const [member, paths] of files)
      causes.set(`${of} ${member}`, `${first} ${meantFiles(paths, files).join(' ')}`);
  }
  return ({ of, member }) => causes.get(`${of} ${member}`) ?? `${of} ${member}`;
}

type Files = readonly string[];

/** The files that miss it, or those of which they are at least half and which miss another member. */
function meantFiles(own: Files, files: ReadonlyMap<string, Files>): Files {
  const around = [...files.values()].filter(
    (others) =>
      others.length > own.length && others.length <= own.length * 2 && own.every((path) => others.includes(path)),
  );
  return around.sort((a, b) => a.length - b.length || (a.join() < b.join() ? -1 : 1))[0] ?? own;
}
