/** Which parameters of the project's functions are given untrusted input. */

import { memoize } from '../collections/index.ts';
import type { RelatedLocation, Standing } from '../findings/index.ts';
import type { CarriedAs, ModuleSummary, SummaryArgumentFlow } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { verdictThrough } from './carried.ts';
import { implementationsOf } from './implementations.ts';
import { CALLS_BETWEEN_MODULES } from './limits.ts';
import { isProduction } from './production.ts';
import type { Target } from './project-model.ts';
import type { Answer, QuestionOf } from './question.ts';

interface PlacedFlow extends SummaryArgumentFlow {
  readonly from: ModuleSummary;
  /** How it came to the function that hands it on. */
  readonly before?: readonly RelatedLocation[];
}

type Given = QuestionOf<'given-untrusted-input'>;

/** The places that hand it over; unknown where each rests on a guess. */
export const untrustedArgument = (question: Given, project: Project): Answer =>
  givenTo(question, project, CALLS_BETWEEN_MODULES);

function givenTo(question: Given, project: Project, depth: number): Answer {
  const { function: name, parameter, position, part, asPath, asHost, asKeys } = question;
  const known = answersOf(project);
  const key = `${depth} ${JSON.stringify([name, position < 0 ? parameter : position, part, asPath, asHost, asKeys])}`;
  const answer = known.get(key) ?? answerOn(question, project, depth);
  known.set(key, answer);
  return answer;
}

const answersOf = memoize((_: Project) => new Map<string, Answer>());

function answerOn(question: Given, project: Project, depth: number): Answer {
  const { function: name, parameter, position, part, asPath, asHost, asKeys } = question;
  const flows = (flowsOf(project).get(name) ?? [])
    .flatMap((flow) => withField(flow, part, project))
    .flatMap((flow) => withResult(flow, asPath !== undefined ? 'path' : asHost === true ? 'host' : 'text', project))
    .filter(
      (flow) =>
        (flow.isOfHandler !== true ||
          project.answer({ kind: 'serves-bot', module: flow.from.module }).verdict === 'yes') &&
        (typeof flow.parameter === 'number' ? flow.parameter === position : flow.parameter === parameter) &&
        (asPath === undefined || flow.asPath !== 'harmless') &&
        (asHost !== true || flow.isPastHost !== true) &&
        (asKeys !== true || flow.hasOwnKeys !== true),
    )
    .flatMap((flow) => passedOn(flow, question, project, depth));
  const sure = flows.filter(
    ({ isDoubtful, isSegment, isBehind, isKeyChecked, asPath: path, from, place }) =>
      isDoubtful !== true &&
      // Untrusted input comes to what runs: not to a backup beside it, and not to a route that nothing mounts.
      isReached(project.standingAt(from.path, place.line)) &&
      (asKeys !== true || isKeyChecked !== true) &&
      (asPath === undefined || (isSegment !== true && path !== 'doubtful')) &&
      (asPath !== 'alone' || isBehind === true),
  );
  const [evidence] = sure.length > 0 ? sure : flows;
  if (evidence === undefined) return { verdict: 'no', evidence: [] };
  return { verdict: sure.length > 0 ? 'yes' : 'unknown', evidence: [...(evidence.before ?? []), placed(evidence)] };
}

const isReached = ({ reach }: Standing): boolean => reach !== 'loose' && reach !== 'aside';

/** A parameter that a function passes on: untrusted where a caller gives it untrusted input. */
function passedOn(flow: PlacedFlow, question: Given, project: Project, depth: number): PlacedFlow | [] {
  if (flow.of === undefined) return flow;
  if (depth === 0) return [];
  const { function: name, name: parameter, position } = flow.of;
  const asPath = question.asPath !== undefined && flow.isBehind === true ? 'joined' : question.asPath;
  const part = flow.part ?? question.part;
  const before = givenTo(
    {
      ...question,
      function: name,
      parameter,
      position,
      ...(asPath !== undefined && { asPath }),
      ...(part !== undefined && { part }),
    },
    project,
    depth - 1,
  );
  if (before.verdict === 'no') return [];
  // What is asked of the path as a whole is asked of what comes first.
  return {
    ...flow,
    isBehind: true,
    before: before.evidence,
    ...(before.verdict === 'unknown' && { isDoubtful: true as const }),
  };
}

/** Without doubt where the class of the body lets the field through as it is; none where it checks it. */
function withField(flow: PlacedFlow, part: string | undefined, project: Project): PlacedFlow | [] {
  if (flow.field === undefined) return flow;
  const { class: owner, name: field = part } = flow.field;
  const { verdict } = project.answer({ kind: 'field-checked', class: owner, ...(field !== undefined && { field }) });
  if (verdict === 'yes') return [];
  const { isDoubtful: _, field: __, ...sure } = flow;
  return verdict === 'no' ? sure : flow;
}

/** Without doubt where the functions that it goes through give it on; none where one of them does not. */
function withResult(flow: PlacedFlow, as: CarriedAs, project: Project): PlacedFlow | [] {
  if (flow.through === undefined) return flow;
  const verdict = verdictThrough(flow.through, flow.from.path, as, project);
  if (verdict === 'no') return [];
  const { isDoubtful: _, ...sure } = flow;
  return verdict === 'yes' && flow.field === undefined ? sure : { ...flow, isDoubtful: true };
}

function placed({ from, place }: PlacedFlow): RelatedLocation {
  return { path: from.path, ...place, message: 'untrusted input is passed on here' };
}

/** Where a record is made with, or stored with, untrusted input in a field of this name. */
export const untrustedField = (field: string, project: Project): RelatedLocation | undefined => {
  const flow = storesOf(project).get(field);
  return flow === undefined
    ? undefined
    : { path: flow.from.path, ...flow.place, message: 'untrusted input is stored here' };
};

const storesOf = memoize((project: Project): ReadonlyMap<string | number, PlacedFlow> => {
  const found = new Map<string | number, PlacedFlow>();
  for (const from of project.modules.filter(isProduction))
    for (const flow of from.argumentFlows ?? [])
      if (STORING.test(flow.path) && flow.of === undefined && flow.isPastHost !== true && !found.has(flow.parameter))
        found.set(flow.parameter, { ...flow, from });
  return found;
});

/** A class, or a method of a mapper that makes or changes a row. */
const STORING = /(?:^|\.)(?:[A-Z]\w*|a?(?:create|update|update_or_create|get_or_create|insert|values))$/;

/** By the full name of the function that is called. */
const flowsOf = memoize((project: Project): ReadonlyMap<string, readonly PlacedFlow[]> => {
  const found = new Map<string, PlacedFlow[]>();
  for (const from of project.modules) {
    for (const flow of from.argumentFlows ?? []) {
      for (const { name, isDoubtful } of calledBy(project.follow(flow.path, from), project)) {
        const { field: _, ...others } = flow;
        const each = { ...(isDoubtful ? { ...others, isDoubtful } : flow), from };
        const flows = found.get(name);
        if (flows === undefined) found.set(name, [each]);
        else flows.push(each);
      }
    }
  }
  return found;
});

interface Called {
  readonly name: string;
  readonly isDoubtful?: true;
}

/** What runs when the target is called: of a method also what the classes below have in its place. */
export function calledBy(target: Target, project: Project): readonly Called[] {
  if (target.kind === 'class') return [{ name: `${target.class.qualifiedName}.__init__` }];
  if (target.kind !== 'function') return [];
  const { owner, isBound, function: fn } = target;
  const others = owner === undefined || !isBound ? [] : implementationsOf(fn, owner, project);
  return [
    { name: fn.qualifiedName },
    ...others.map(({ function: { qualifiedName }, isDoubtful }) => ({
      name: qualifiedName,
      ...(isDoubtful && { isDoubtful }),
    })),
  ];
}
