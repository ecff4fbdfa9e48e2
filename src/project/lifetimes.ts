/** Which classes have an instance that lives as long as the process. */
import type { RelatedLocation } from '../findings/index.ts';
import type { ModuleSummary, SummaryBody, SummaryClass, SummaryConstruction } from '../semantics/index.ts';
import type { CallGraph } from './call-graph.ts';
import { neverReturns } from './never-returns.ts';
import { isProduction } from './production.ts';
import type { Resolver } from './resolver.ts';

interface Kept {
  readonly module: ModuleSummary;
  readonly class: SummaryClass;
  readonly evidence: RelatedLocation;
}

export class Lifetimes {
  #longLived: ReadonlyMap<string, RelatedLocation> | undefined;

  constructor(
    readonly modules: readonly ModuleSummary[],
    readonly resolver: Resolver,
    readonly calls: CallGraph,
  ) {}

  /** Where an instance of the class is put that outlives every request; undefined when no such place is seen. */
  whyLongLived(qualifiedName: string): RelatedLocation | undefined {
    this.#longLived ??= this.#spread(this.#keptForEver());
    return this.#longLived.get(qualifiedName);
  }

  #keptForEver(): Kept[] {
    return this.modules.filter(isProduction).flatMap((module) =>
      [module.body, ...module.functions].flatMap((body) => {
        const isKept = ({ kept }: SummaryConstruction): boolean => LASTING.has(kept);
        return [...this.#constructed(body, module, isKept), ...this.#keptWhileItRuns(body, module)];
      }),
    );
  }

  /** `def main(): bot = Bot(); bot.run()`, where `run` never comes back: what it runs goes on for as long as the process. */
  #keptWhileItRuns(body: SummaryBody, module: ModuleSummary): Kept[] {
    const isLocal = ({ kept, isRepeated }: SummaryConstruction): boolean => kept === 'local' && isRepeated !== true;
    const made = this.#constructed(body, module, isLocal);
    return made.length > 0 && neverReturns(body, module, this.calls) ? made : [];
  }

  /** What a long-lived object keeps in its attributes, and the bases it is made of, live as long as it does. */
  #spread(roots: readonly Kept[]): ReadonlyMap<string, RelatedLocation> {
    const found = new Map<string, RelatedLocation>();
    const pending = [...roots];
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const { qualifiedName, bases } = next.class;
      if (found.has(qualifiedName)) continue;
      found.set(qualifiedName, next.evidence);
      pending.push(...this.#classes(bases, next), ...this.#heldBy(next));
    }
    return found;
  }

  #heldBy(owner: Kept): Kept[] {
    const methods = owner.module.functions.filter((fn) => fn.qualifiedName.startsWith(`${owner.class.qualifiedName}.`));
    const made = methods.flatMap((fn) => this.#constructed(fn, owner.module, ({ kept }) => kept === 'attribute'));
    const typed = Object.values(owner.class.attributes).filter((type) => type !== null);
    return [...made.map((kept) => ({ ...kept, evidence: owner.evidence })), ...this.#classes(typed, owner)];
  }

  #classes(names: readonly string[], owner: Kept): Kept[] {
    return names.flatMap((name) => {
      const resolved = name === '?' ? undefined : this.resolver.resolve(name, owner.module);
      return resolved?.kind === 'class'
        ? [{ module: resolved.module, class: resolved.class, evidence: owner.evidence }]
        : [];
    });
  }

  #constructed(
    body: SummaryBody,
    module: ModuleSummary,
    isWanted: (construction: SummaryConstruction) => boolean,
  ): Kept[] {
    return body.constructs.flatMap((construction) => {
      const { class: name, place } = construction;
      if (!isWanted(construction)) return [];
      const resolved = this.resolver.resolve(name, module);
      if (resolved.kind !== 'class') return [];
      const message = `an instance of \`${resolved.class.qualifiedName.split('.').at(-1)}\` is kept for the life of the process`;
      return [{ module: resolved.module, class: resolved.class, evidence: { path: module.path, ...place, message } }];
    });
  }
}

const LASTING: ReadonlySet<SummaryConstruction['kept']> = new Set(['global', 'state', 'cached']);
