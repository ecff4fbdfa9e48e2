/** What a `match` says of its subject where one of its cases was taken. */
import {
  ancestors,
  blockAround,
  type Expression,
  isExhaustive,
  isInBlock,
  isWithin,
  type Match,
  type MatchCase,
  type Node,
  type Pattern,
  type Stmt,
} from '../../ast/index.ts';
import { memoizeInFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';
import { endsChecks, leaves } from './decided.ts';
import type { Subject } from './subject.ts';

/** One of these cases was taken. */
export type Taken = readonly MatchCase[];

/** The cases that are taken at a place of the path that a value comes by: around it, and those that go on of a `match` before it. */
export const takenOnPath = (place: Expression, path: readonly Expression[], model: SemanticModel): readonly Taken[] => {
  const { around, before } = takenAt(place, model);
  return [
    ...around.map((each) => [each]),
    ...before.map((cases) => cases.filter((each) => !isLeft(each, place, path))),
  ];
};

const takenAt = memoizeInFile((place: Node, model: SemanticModel) => {
  const around: MatchCase[] = [];
  const before: Taken[] = [];
  let child: Node = place;
  for (const outer of ancestors(place)) {
    for (const match of matchesOf(blockAround(child), model)) {
      if (match.end > child.start) break;
      before.push(match.cases.filter(({ body }) => !leaves(body, model)));
    }
    if (endsChecks(outer)) break;
    if (outer.kind === 'match_case' && isInBlock(outer.body, child)) around.push(outer);
    child = outer;
  }
  return { around, before };
});

/** Those of which one case always is taken. */
const matchesOf = memoizeInFile((block: readonly Stmt[], _: SemanticModel): readonly Match[] =>
  block.filter((each): each is Match => each.kind === 'Match' && isExhaustive(each)),
);

/** `case _: kind = "png"`: what it held before is left there. */
function isLeft({ body }: MatchCase, place: Expression, path: readonly Expression[]): boolean {
  const isReplaced = body.some(
    (each) =>
      each.kind === 'Assign' && each.targets.some((target) => target.kind === 'Name' && target.id === textOf(place)),
  );
  return isReplaced && !path.some((each) => body.some((statement) => isWithin(each, statement)));
}

const textOf = (place: Expression): string | undefined => (place.kind === 'Name' ? place.id : undefined);

/** The pattern takes nothing but what the code names: `"png" | "jpg"`, `Kind.PNG`, `None`. */
export function isClosed(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case 'MatchValue':
    case 'MatchSingleton':
      return true;
    case 'MatchOr':
      return pattern.patterns.every(isClosed);
    case 'MatchAs':
      return pattern.pattern !== undefined && isClosed(pattern.pattern);
    case 'MatchClass':
      return isText(pattern) && pattern.patterns.length === 1 && pattern.patterns.every(isClosed);
    default:
      return false;
  }
}

/** `str("png")`. */
const isText = ({ cls }: Pattern & { kind: 'MatchClass' }): boolean =>
  cls.kind === 'Name' && /^(?:str|bytes)$/.test(cls.id);

/** The pattern leaves of the value nothing but what the code names, where it is the subject or a part of it. */
export function provesOf(pattern: Pattern, tested: Expression, subject: Subject): boolean {
  const isPart = (part: string, inner: Pattern): boolean => isClosed(inner) && subject.holdsPart(tested, part);
  switch (pattern.kind) {
    case 'MatchOr':
      return pattern.patterns.every((each) => provesOf(each, tested, subject));
    case 'MatchAs':
      return pattern.pattern !== undefined && provesOf(pattern.pattern, tested, subject);
    case 'MatchSequence':
      return tested.kind === 'Tuple' || tested.kind === 'List'
        ? pattern.patterns.some((each, i) => tested.elts[i] !== undefined && provesOf(each, tested.elts[i], subject))
        : pattern.patterns.some((each, i) => isPart(`[${i}]`, each));
    case 'MatchMapping':
      return pattern.patterns.some((each, i) => {
        const key = pattern.keys[i];
        return (
          key?.kind === 'Constant' && key.value.kind === 'str' && isPart(`[${JSON.stringify(key.value.value)}]`, each)
        );
      });
    case 'MatchClass':
      if (pattern.kwd_patterns.some((each, i) => isPart(`.${pattern.kwd_attrs[i]}`, each))) return true;
      return isClosed(pattern) && subject.isWhole(tested);
    default:
      return isClosed(pattern) && subject.isWhole(tested);
  }
}
