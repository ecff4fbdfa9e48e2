/** Which classes a class is made of, across modules, in the order in which Python looks through them. */

import { LONGEST_LINEAGE } from '../knowledge/longest-lineage.ts';
import type { ModuleSummary, SummaryClass } from '../semantics/index.ts';
import type { LocatedClass } from './project-model.ts';
import type { Resolver } from './resolver.ts';

/** One step of a method resolution order: a class of the project, or the name of one that is not (`?` where it has none). */
export type Ancestor = LocatedClass | string;

/** Deeper than any real hierarchy. */
const MAX_DEPTH = 60;

export class Lineages {
  readonly #lines = new Map<SummaryClass, readonly Ancestor[]>();
  #derived: ReadonlyMap<SummaryClass, readonly LocatedClass[]> | undefined;

  constructor(
    readonly modules: readonly ModuleSummary[],
    readonly resolver: Resolver,
  ) {}

  /** The class itself first; inconsistent bases give the order in which they are written. */
  of(found: LocatedClass, depth = 0): readonly Ancestor[] {
    const known = this.#lines.get(found.class);
    if (known !== undefined) return known;
    // While a class is being answered it has no bases: that ends cycles in broken code.
    this.#lines.set(found.class, [found, '?']);
    if (depth > MAX_DEPTH) return [found, '?'];
    const bases = (found.class.ownBases ?? found.class.bases).map((base) => this.#located(base, found));
    const lines = bases.map((base) => (typeof base === 'string' ? [base] : this.of(base, depth + 1)));
    const line = [found, ...merge([...lines, bases])];
    this.#lines.set(found.class, line);
    return line;
  }

  /** Every class of the project that has this one in its line, itself aside. */
  derivedFrom({ class: base }: LocatedClass): readonly LocatedClass[] {
    this.#derived ??= this.#findDerived();
    return this.#derived.get(base) ?? [];
  }

  #findDerived(): ReadonlyMap<SummaryClass, readonly LocatedClass[]> {
    const derived = new Map<SummaryClass, LocatedClass[]>();
    for (const module of this.modules) {
      for (const each of module.classes) {
        const found = { module, class: each };
        for (const ancestor of this.of(found)) {
          if (typeof ancestor === 'string' || ancestor.class === each) continue;
          const known = derived.get(ancestor.class);
          if (known === undefined) derived.set(ancestor.class, [found]);
          else known.push(found);
        }
      }
    }
    return derived;
  }

  #located(base: string, { module }: LocatedClass): Ancestor {
    if (base === '?') return base;
    const resolved = this.resolver.resolve(base, module);
    if (resolved.kind !== 'class') return base;
    // One object for one class, so that the merge can compare them.
    const known = this.#lines.get(resolved.class)?.[0];
    return known ?? this.#place({ module: resolved.module, class: resolved.class });
  }

  #place(found: LocatedClass): Ancestor {
    return this.of(found)[0] ?? found;
  }
}

/** C3: the first head that is in no tail; where there is none, the first head. Each step of each line is looked at once. */
function merge(lines: readonly (readonly Ancestor[])[]): Ancestor[] {
  const heads = lines.map(() => 0);
  const inTails = new Map<Ancestor, number>();
  const count = (step: Ancestor, by: number): unknown => inTails.set(step, (inTails.get(step) ?? 0) + by);
  for (const [, ...tail] of lines) for (const step of tail) count(step, 1);
  const merged = new Set<Ancestor>();
  for (;;) {
    const left = lines.flatMap((line, i) => line[heads[i] ?? 0] ?? []);
    const next = left.find((head) => (inTails.get(head) ?? 0) === 0) ?? left[0];
    if (next === undefined) return [...merged];
    if (merged.size === LONGEST_LINEAGE) return [...merged, '?'];
    merged.add(next);
    for (const [i, line] of lines.entries()) {
      let at = heads[i] ?? 0;
      for (let head = line[at]; head !== undefined && merged.has(head); head = line[at]) {
        at++;
        const behind = line[at];
        if (behind !== undefined) count(behind, -1);
      }
      heads[i] = at;
    }
  }
}
