/** What comes with what a project declares: by its lock files, and by what well-known distributions require. */
import { isRequiredByOthers, requirementsOfDistribution } from '../knowledge/brought-distributions.ts';
import type { Artifacts } from './artifacts.ts';
import type { Requirement } from './project-model.ts';

/** How a distribution that nobody declares comes into an installation. */
export type Bringing =
  /** Whatever is declared for users brings it; `by` is the declared one, `lock` the file that says so. */
  | { readonly kind: 'certain'; readonly by: string; readonly lock: string | undefined }
  /** It is there for developers, for users of an extra, or on some machines. */
  | { readonly kind: 'sometimes'; readonly by: string | undefined; readonly lock: string | undefined }
  /** Nothing that is known of brings it; how much of what comes in is unknown, and may. */
  | { readonly kind: 'never'; readonly unknown: 'none' | 'some' | 'most' };

export class TransitiveDistributions {
  readonly #locked = new Map<string, { readonly requires: readonly string[]; readonly lock: string }>();
  readonly #certain: ReadonlyMap<string, Step>;
  readonly #sometimes: ReadonlyMap<string, Step>;
  readonly #unknown: 'none' | 'some' | 'most';

  constructor(requirements: readonly Requirement[], artifacts: Artifacts) {
    for (const { path, model } of artifacts.of('lock-file'))
      for (const { distribution, requires, extras } of model.packages) {
        this.#note(distribution, requires, path);
        for (const [extra, added] of Object.entries(extras)) this.#note(`${distribution}[${extra}]`, added, path);
      }
    const named = (isRoot: (requirement: Requirement) => boolean): Map<string, Step> =>
      this.#closure(
        requirements
          .filter((each) => each.group.kind !== 'constraint' && isRoot(each))
          .flatMap(({ distribution, extras }) => [distribution, ...extras.map((extra) => `${distribution}[${extra}]`)]),
      );
    this.#certain = named(({ group, marker }) => group.kind === 'runtime' && marker === undefined);
    this.#sometimes = named(() => true);
    const declared = requirements.filter(({ group }) => group.kind !== 'constraint');
    this.#unknown = this.#countUnknown([...new Set(declared.map(({ distribution }) => distribution))]);
  }

  /** How a distribution (normalised name) comes in. */
  of(distribution: string): Bringing {
    const certain = this.#certain.get(distribution);
    if (certain !== undefined) return { kind: 'certain', ...certain };
    const sometimes = this.#sometimes.get(distribution);
    const lock = this.#locked.get(distribution)?.lock;
    if (sometimes !== undefined) return { kind: 'sometimes', ...sometimes };
    if (lock !== undefined) return { kind: 'sometimes', by: undefined, lock };
    // What nothing that is known requires hardly comes with something unknown.
    return {
      kind: 'never',
      unknown: this.#unknown === 'some' && isRequiredByOthers(distribution) ? 'most' : this.#unknown,
    };
  }

  #note(name: string, requires: readonly string[], lock: string): void {
    const before = this.#locked.get(name)?.requires ?? [];
    this.#locked.set(name, { requires: [...before, ...requires], lock });
  }

  /** How many of the declared ones neither a lock nor the table knows the requirements of; one deeper down is some. */
  #countUnknown(declared: readonly string[]): 'none' | 'some' | 'most' {
    const isUnknown = (name: string): boolean =>
      !this.#locked.has(name) && requirementsOfDistribution(name) === undefined && !name.includes('[');
    if (![...this.#sometimes.keys()].some(isUnknown)) return 'none';
    return declared.filter(isUnknown).length * 2 > declared.length ? 'most' : 'some';
  }

  /** Everything that roots bring, with the root that does. */
  #closure(roots: readonly string[]): Map<string, Step> {
    const found = new Map<string, Step>(roots.map((root) => [root, { by: root, lock: undefined }]));
    for (const [name, { by }] of found) {
      const locked = this.#locked.get(name);
      const requires = [...(locked?.requires ?? []), ...(requirementsOfDistribution(name) ?? [])];
      for (const other of requires)
        if (!found.has(other))
          found.set(other, { by, lock: locked?.requires.includes(other) === true ? locked.lock : undefined });
    }
    return found;
  }
}

interface Step {
  readonly by: string;
  readonly lock: string | undefined;
}
