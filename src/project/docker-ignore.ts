import type { Dockerignore } from '../artifacts/index.ts';
import { memoize } from '../collections/index.ts';
import { type Located, matchesSegments, parsePathPattern, type Segment } from '../text/index.ts';

/**
 * What a build context leaves out, by Docker's reading of the patterns: the last one that fits a path or a folder above it
 * decides, and `!` takes back in below a folder that is left out.
 * Source: https://github.com/moby/patternmatcher
 */
export class DockerIgnore {
  readonly #patterns: readonly {
    readonly written: Located<string>;
    readonly segments: readonly Segment[];
    readonly takesIn: boolean;
  }[];

  constructor({ patterns }: Dockerignore) {
    this.#patterns = patterns.flatMap((written) => {
      const takesIn = written.value.startsWith('!');
      const plain = cleanPath(takesIn ? written.value.slice(1).trim() : written.value.trim());
      if (plain === '') return [];
      // `**x` is x at any depth.
      return [{ written, takesIn, segments: parsePathPattern(plain.replace(/(^|\/)\*\*(?=[^/])/g, '$1**/')) }];
    });
  }

  /** The pattern that leaves out a path, given relative to the context. */
  leavesOut(path: string): Located<string> | undefined {
    const names = path.split('/');
    const parents = names.map((_, index) => names.slice(0, index + 1));
    const last = this.#patterns.findLast(({ segments }) => parents.some((parent) => matchesSegments(segments, parent)));
    return last === undefined || last.takesIn ? undefined : last.written;
  }
}

/** Many contexts may be told from one file. */
export const dockerIgnore = memoize((model: Dockerignore) => new DockerIgnore(model));

/** A path as Docker takes it: from the root of the context, which `..` cannot leave. */
export function cleanPath(written: string): string {
  const names: string[] = [];
  for (const name of written.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}
