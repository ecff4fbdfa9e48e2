/** What is in the place of a method that others override: of an abstract one, or one of a protocol, certainly. */
import type { ModuleSummary, SummaryFunction } from '../semantics/index.ts';
import { isProduction } from './production.ts';
import type { LocatedClass, LocatedFunction } from './project-model.ts';

interface Classes {
  readonly modules: readonly ModuleSummary[];
  derivedFrom(found: LocatedClass): readonly LocatedClass[];
}

export interface Implementation extends LocatedFunction {
  /** The object may be of another class. */
  readonly isDoubtful?: true;
}

/**
 * A method that is abstract, or one of a protocol, is always another class's; of one that does something itself nobody knows
 * whether the object is of a class that replaces it.
 */
export function implementationsOf(fn: SummaryFunction, owner: LocatedClass, among: Classes): readonly Implementation[] {
  const method = nameIn(fn);
  const below = among.derivedFrom(owner).filter((each) => isProduction(each.module) && has(each, [method]));
  // Whatever has its methods is of a protocol, whether it says so or not; several such classes leave it open.
  const fitting = isProtocol(owner) && below.length === 0 ? classesLike(owner, among) : [];
  const isDoubtful = !isDeclared(fn, owner) || fitting.length > 1;
  return [...below, ...fitting].flatMap(({ module, class: { qualifiedName } }) => {
    const found = module.functions.findLast((each) => each.qualifiedName === `${qualifiedName}.${method}`);
    return found === undefined ? [] : [{ module, function: found, ...(isDoubtful && { isDoubtful }) }];
  });
}

/** It says what others do, and does nothing itself. */
export const isDeclared = ({ decorators }: SummaryFunction, owner: LocatedClass): boolean =>
  isProtocol(owner) || decorators.some((decorator) => decorator.endsWith('abstractmethod'));

export const isProtocol = ({ class: { bases } }: LocatedClass): boolean =>
  bases.some((base) => base.endsWith('.Protocol'));

/** Classes of production with all methods of a protocol; one method alone is like that of many. */
function classesLike(protocol: LocatedClass, { modules }: Classes): readonly LocatedClass[] {
  const { methods } = protocol.class;
  if (methods.length < 2) return [];
  return modules
    .filter(isProduction)
    .flatMap((module) => module.classes.map((found) => ({ module, class: found })))
    .filter((each) => each.class !== protocol.class && has(each, methods));
}

const has = ({ class: { methods: own } }: LocatedClass, methods: readonly string[]): boolean =>
  methods.every((method) => own.includes(method));

const nameIn = ({ qualifiedName }: SummaryFunction): string => qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
