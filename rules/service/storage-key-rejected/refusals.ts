/** Keys that a store refuses, and functions that build them. */
import { type Expression, type If, nodesOf, shortText, statementsBefore, stringConstant } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { type Handed, handedTo } from '#semantics/effects/handed-on';
import { mayBePassedBy } from '#semantics/summary/passed-by';
import { type ComposedText, composedText, compositionsIn } from './composed-text.ts';
import { overridesOf } from './overrides.ts';
import { type RefusedText, refusedTexts } from './refused-text.ts';

/** Parameters that name what is stored. */
const KEY_NAME = /(^|_)(key|name|id|path|filename|object|blob|uri|prefix|slug|topic|subject|bucket|segment|value)$/;
const MAX_OPEN = 4;
const MAX_KEY = 120;
export const DEPTH = 3;

/** What a function refuses of a parameter. */
export interface Refusal extends Pick<RefusedText, 'pattern' | 'how' | 'refusesMatch'> {
  readonly kind: 'refusal';
  readonly fn: string;
  readonly of: string;
  readonly place: PackedPlace;
}

/** A function passes its parameter on as it is. */
export interface HandOn extends Handed {
  readonly kind: 'hand-on';
  readonly fn: string;
  readonly of: string;
}

/** A key that is put together of constant and open parts, and given to a function. */
export interface BuiltKey extends Handed {
  readonly kind: 'key';
  readonly parts: ComposedText;
  readonly text: string;
  readonly place: PackedPlace;
  readonly given: PackedPlace;
}

export type Fact = Refusal | HandOn | BuiltKey;

/** What the bodies of functions refuse of their parameters, whenever they run. */
export function refusals(file: FactsContext): Refusal[] {
  return nodesOf(file.module, 'If').flatMap((branch) => {
    const fn = branch.parent;
    if (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef') return [];
    // Most branches refuse nothing, and what is before each is long where there are many.
    const refused = refusedTexts(branch, file);
    if (refused.length === 0 || mayEndBefore(branch)) return [];
    return refused.flatMap(({ subject, test, ...how }): Refusal[] => {
      const of = parameterNamed(subject, file);
      const place = packPlace(file, test);
      return of === undefined ? [] : [{ kind: 'refusal', fn: file.names.fullNameOf(fn), of, ...how, place }];
    });
  });
}

const mayEndBefore = (branch: If): boolean =>
  statementsBefore(branch).some((before) => before.kind === 'If' && before.body.at(-1)?.kind === 'Return');

function parameterNamed(value: Expression, { names }: FactsContext): string | undefined {
  const parameter = value.kind === 'Name' && KEY_NAME.test(value.id) ? names.parameterOf(value) : undefined;
  return parameter?.arg;
}

/** Calls that take a parameter of the function around them, whenever it runs. */
export function handOns(file: FactsContext): HandOn[] {
  const given = nodesOf(file.module, 'Name').filter(
    ({ parent }) => parent?.kind === 'Call' || parent?.kind === 'keyword',
  );
  return given.flatMap((use): HandOn[] => {
    const of = parameterNamed(use, file);
    const fn = of === undefined ? undefined : file.context.defAround(use);
    const handed = fn === undefined || mayBePassedBy(use) ? undefined : handedTo(use, file);
    if (of === undefined || fn === undefined || handed === undefined) return [];
    return [{ kind: 'hand-on', fn: file.names.fullNameOf(fn), of, ...handed }];
  });
}

/** Keys, and the calls that they are given to. */
export function builtKeys(file: FactsContext): BuiltKey[] {
  return compositionsIn(file.module).flatMap((key) => {
    // By far most texts with open parts are messages, which shows before anything is folded.
    if (isProse(key) || isWithinText(key)) return [];
    const parts = composedText(key, file);
    if (parts === undefined || !isKey(parts)) return [];
    return file.flow.destinations(key).flatMap((use): BuiltKey[] => {
      const { node, carrier } = use;
      const isAsItIs = use.kind === 'argument' && (carrier === key || carrier.kind === 'Name');
      const handed = isAsItIs ? handedTo(carrier, file) : undefined;
      if (handed === undefined) return [];
      const places = { place: packPlace(file, key), given: packPlace(file, node) };
      return [{ kind: 'key', ...handed, parts, text: shortText(key, file.text), ...places }];
    });
  });
}

/** What becomes of it is another text, which is asked about itself: each of many within each other would be followed to the same places. */
const isWithinText = ({ parent }: Expression): boolean =>
  parent?.kind === 'FormattedValue' || parent?.kind === 'JoinedStr';

const isProse = (text: Expression): boolean =>
  text.kind === 'JoinedStr' && text.values.some((part) => /\s/.test(stringConstant(part) ?? ''));

/** Has a separator, no spaces, and little that is open. */
function isKey(parts: ComposedText): boolean {
  const constant = parts.filter((part) => part !== null).join('');
  const open = parts.filter((part) => part === null).length;
  return /[^\w]/.test(constant) && !/\s/.test(constant) && constant.length <= MAX_KEY && open > 0 && open <= MAX_OPEN;
}

export interface Met {
  readonly refusal: Refusal;
  readonly by: ModuleSummary;
}

/** The validations that an argument meets, in what is called, in what overrides it, and in what these hand it to. */
export function refusalsOn(
  { path, parameter }: Handed,
  from: ModuleSummary,
  known: ReadonlyMap<string, readonly (Refusal | HandOn)[]>,
  project: ProjectModel,
  depth: number,
): Met[] {
  const target = depth === 0 ? undefined : project.follow(path, from);
  if (target?.kind !== 'function') return [];
  return overridesOf(target, project).flatMap((each) => {
    const parameters = project.signatureOf(each)?.parameters ?? [];
    const name = typeof parameter === 'string' ? parameter : parameters[parameter]?.name;
    const facts = known.get(`${each.function.qualifiedName} ${name}`) ?? [];
    return facts.flatMap((fact): Met[] =>
      fact.kind === 'refusal'
        ? [{ refusal: fact, by: each.module }]
        : refusalsOn(fact, each.module, known, project, depth - 1),
    );
  });
}
