/** Functions that give `None` on one of their paths, and those that hand on what such a function gives, across files. */
import { type Def, defsOf, isGenerator, type Node, walk, withoutAwait } from '#ast';
import { type FactsContext, functionKey, type PackedPlace, packPlace, targetKey } from '#kit';
import type { ProjectModel, Target } from '#project';
import { type EmptyPath, emptyPathOf } from './empty-paths.ts';

export interface NoneGiver extends Omit<EmptyPath, 'at' | 'decided'> {
  readonly kind: 'giver';
  readonly fn: string;
  readonly place: PackedPlace;
  /** The attributes that the tests around the `None` speak of. */
  readonly tests: readonly string[];
}

/** `return await self.repository.find(number)`. */
export interface HandingOn {
  readonly kind: 'handing-on';
  readonly fn: string;
  readonly path: string;
  readonly isAwaited: boolean;
}

export type GiverFact = NoneGiver | HandingOn;

export function giverFactsIn(file: FactsContext): readonly GiverFact[] {
  return defsOf(file.module).flatMap((fn): readonly GiverFact[] => {
    const path = emptyPathOf(fn, file);
    if (path === undefined) return handingOnOf(fn, file);
    const { at, decided, ...known } = path;
    const tests = attributesTested(decided, file);
    return [{ ...known, kind: 'giver', fn: file.names.fullNameOf(fn), place: packPlace(file, at), tests }];
  });
}

/** The attributes that the tests around a node speak of. */
export function attributesTested(node: Node, file: FactsContext): string[] {
  const names: string[] = [];
  for (const test of file.context.testsAround(node))
    walk(test, (each) => {
      if (each.kind === 'Attribute') names.push(each.attr);
    });
  return names;
}

/** Of a function that gives nothing but what one call gives. */
function handingOnOf(fn: Def, file: FactsContext): readonly HandingOn[] {
  if (isGenerator(fn) || fn.decorator_list.length > 0) return [];
  const [only, ...others] = file.context.nodesOfFunction(fn, 'Return');
  const isLocalUsed = only?.value?.kind === 'Name' && file.names.resolve(only.value)?.references.length !== 1;
  if (only?.value === undefined || others.length > 0 || isLocalUsed) return [];
  const given = file.flow.whole(only.value);
  const call = withoutAwait(given);
  const path = call.kind === 'Call' ? file.effects.projectPath(call) : undefined;
  return path === undefined
    ? []
    : [{ kind: 'handing-on', fn: file.names.fullNameOf(fn), path, isAwaited: call !== given }];
}

export type LocatedGiver = NoneGiver & { readonly path: string };

/** What is known of a function that gives `None`, itself or by what it hands on. */
export class NoneGivers {
  readonly #givers = new Map<string, LocatedGiver>();
  readonly #handing = new Map<string, HandingOn & { readonly file: string }>();

  constructor(
    facts: readonly { readonly path: string; readonly fact: { readonly kind: string } }[],
    readonly project: ProjectModel,
  ) {
    for (const { path, fact } of facts) {
      if (isGiver(fact)) this.#givers.set(functionKey(path, fact.fn), { ...fact, path });
      if (isHandingOn(fact)) this.#handing.set(functionKey(path, fact.fn), { ...fact, file: path });
    }
  }

  of(target: Target, depth = 0): LocatedGiver | undefined {
    const key = targetKey(target) ?? '';
    const own = this.#givers.get(key);
    const on = own === undefined && depth < MAX_HANDS ? this.#handing.get(key) : undefined;
    const from = on === undefined ? undefined : this.project.moduleByPath(on.file);
    if (on === undefined || from === undefined) return own;
    const next = this.project.follow(on.path, from);
    const isSame = next.kind === 'function' && next.function.isAsync === on.isAwaited;
    return isSame && this.holds(next, depth + 1) ? this.of(next, depth + 1) : undefined;
  }

  /** Whether all that may be meant give it; who implements what is declared so need not. */
  holds(target: Target, depth = 0): boolean {
    const giver = this.of(target, depth);
    if (giver === undefined || giver.isAbstract === true) return giver !== undefined;
    return this.project.holdsForOverrides(target, (other) => this.of(other, depth) !== undefined);
  }
}

const MAX_HANDS = 3;
const isGiver = (fact: { readonly kind: string }): fact is NoneGiver => fact.kind === 'giver';
const isHandingOn = (fact: { readonly kind: string }): fact is HandingOn => fact.kind === 'handing-on';
