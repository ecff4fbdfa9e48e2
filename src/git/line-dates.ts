import type { GitRepository } from './git-repository.ts';

/** When a line came to be what it is. */
export interface LineDate {
  readonly commit: string;
  /** `YYYY-MM-DD`, in UTC. */
  readonly date: string;
  /** The clone does not reach back to when it came. */
  readonly isAtLeast: boolean;
}

/** When the lines of a file that HEAD has came to be. Looked for by their text, because the file on the disk may have moved on. */
export class LineDates {
  readonly #byText = new Map<string, { readonly line: number; readonly date: LineDate }[]>();

  /** `path` is relative to the root of the repository's trees. */
  constructor(repository: GitRepository, path: string, isShallow: boolean) {
    // Of a commit, because git would run filters of a hostile configuration over the file on the disk; those of its diff are switched off.
    const { status, stdout } = repository.git.run(['blame', '--porcelain', '--no-textconv', 'HEAD', '--', path]);
    if (status === 0) this.#read(stdout.toString('utf8'), isShallow);
  }

  /** Undefined where HEAD has no such line. */
  of(text: string, line: number): LineDate | undefined {
    const alike = this.#byText.get(withoutLineEnd(text)) ?? [];
    return alike.toSorted((a, b) => Math.abs(a.line - line) - Math.abs(b.line - line))[0]?.date;
  }

  /** Format: https://git-scm.com/docs/git-blame#_the_porcelain_format */
  #read(output: string, isShallow: boolean): void {
    const commits = new Map<string, { time: number; isBoundary: boolean }>();
    let commit = '';
    let line = 0;
    for (const written of output.split('\n')) {
      const [, named, at] = /^([0-9a-f]{40,64}) \d+ (\d+)/.exec(written) ?? [];
      const known = commits.get(commit) ?? { time: 0, isBoundary: false };
      if (written.startsWith('\t')) {
        const text = withoutLineEnd(written.slice(1));
        const date = new Date(known.time * 1000).toISOString().slice(0, 10);
        const found = { line, date: { commit, date, isAtLeast: known.isBoundary && isShallow } };
        this.#byText.set(text, [...(this.#byText.get(text) ?? []), found]);
      } else if (named !== undefined) {
        commit = named;
        line = Number(at);
        if (!commits.has(commit)) commits.set(commit, { time: 0, isBoundary: false });
      } else if (written.startsWith('author-time ')) known.time = Number(written.slice('author-time '.length));
      else if (written === 'boundary') known.isBoundary = true;
    }
  }
}

const withoutLineEnd = (text: string): string => text.replace(/\r$/, '');
