/** Untrusted texts in workflows, however they come to an expression: by variables, outputs, a matrix, inputs of what is called. */
import {
  expressionsIn,
  type NamedValue,
  parseWorkflowExpression,
  type WorkflowEvent,
  type WorkflowExpression,
  type WorkflowJob,
  type WorkflowStep,
} from '../../artifacts/index.ts';
import { EVENT_PAYLOADS, TRUSTED_WITH_SECRETS } from '../../knowledge/workflow-events.ts';
import { isUntrustedText, UNTRUSTED_PARTS } from '../../knowledge/workflow-untrusted-input.ts';
import { joinPath, type Located } from '../../text/index.ts';
import type { ArtifactFile, ArtifactPlace, Artifacts } from '../artifacts.ts';
import { holdsForEvent } from './conditions.ts';
import { hasValue } from './event-values.ts';
import { type GivenText, textsGiven } from './given-texts.ts';
import { type OutputFile, writtenBy } from './written-outputs.ts';

/** Where an expression stands; a value of a job has no step, one of a file no job. */
export interface WorkflowScope {
  readonly file: ArtifactFile<'workflow'> | ArtifactFile<'action'>;
  readonly job?: WorkflowJob | undefined;
  readonly step?: WorkflowStep | undefined;
  /** Who called the file, where that is known; else any may have. */
  readonly caller?: WorkflowCaller | undefined;
}

export interface WorkflowCaller extends WorkflowScope {
  /** What it gives. */
  readonly inputs: readonly NamedValue[];
}

export interface UntrustedText {
  /** `github.event.issue.title`. */
  readonly name: string;
  /** Where it was taken up on the way, the last place first. */
  readonly path: readonly ArtifactPlace[];
  /** In some run it has the secrets of the repository beside it. */
  readonly isWithSecrets: boolean;
}

interface Found extends Omit<UntrustedText, 'isWithSecrets'> {
  readonly names: readonly string[];
  /** What starts the runs that bring it; undefined: whatever starts a caller that is not here. */
  readonly events: readonly (WorkflowEvent | undefined)[];
}

/** Where the values of a hole lead through more names, the rest is not followed. */
const MAX_NAMES = 200;

export class UntrustedTexts {
  readonly #callers = new Map<string, readonly WorkflowCaller[]>();

  constructor(readonly artifacts: Artifacts) {}

  /** Every untrusted text that an expression may put in its place. */
  in(expression: string, scope: WorkflowScope): readonly UntrustedText[] {
    return this.#in(parseWorkflowExpression(expression), scope, new Set()).map(({ name, path, names, events }) => ({
      name,
      path,
      isWithSecrets: events.some((event) => isWithSecrets(event, names)),
    }));
  }

  #in(expression: WorkflowExpression | undefined, scope: WorkflowScope, seen: Set<string>): readonly Found[] {
    if (expression === undefined || seen.size > MAX_NAMES) return [];
    return textsGiven(expression).flatMap((given) => {
      const key = keyOf(given, scope);
      if (seen.has(key)) return [];
      const found = this.#given(given, scope, seen.add(key));
      return found.flatMap((each) => {
        const events = each.events.filter((event) => mayRun(scope, event));
        return events.length === 0 ? [] : { ...each, events };
      });
    });
  }

  #given({ names, asJson }: GivenText, scope: WorkflowScope, seen: Set<string>): readonly Found[] {
    if (isUntrustedText(names, asJson)) {
      const events = this.#eventsOf(scope.file, []).filter((event) => event === undefined || carries(event, names));
      return events.length === 0 ? [] : [{ name: names.join('.'), names, path: [], events }];
    }
    const [context, first = '', second, third = ''] = names;
    switch (context) {
      case 'env':
        return this.#variable(first, scope, seen);
      case 'inputs':
        return (scope.caller ? [scope.caller] : this.#callersOf(scope.file)).flatMap((caller) =>
          this.#value(named(caller.inputs, first), caller, seen),
        );
      case 'matrix': {
        const values = scope.job?.matrix.find(({ name }) => isNamed(name, names.slice(1).join('.')))?.values ?? [];
        return values.flatMap((value) => this.#text(value, { ...scope, step: undefined }, seen));
      }
      case 'steps':
        return second === 'outputs' ? this.#outputOfStep(first, third, scope, seen) : [];
      case 'needs':
      case 'jobs':
        return second === 'outputs' ? this.#outputOfJob(first, third, scope, seen) : [];
      default:
        return [];
    }
  }

  /** The step's own, what a step before it set, the job's, the workflow's. */
  #variable(name: string, scope: WorkflowScope, seen: Set<string>): readonly Found[] {
    const { file, job, step } = scope;
    const own = step && named(step.environment, name);
    if (own !== undefined) return this.#value(own, scope, seen);
    const steps = stepsOf(scope);
    const before = step === undefined ? [] : steps.slice(0, steps.indexOf(step));
    const written = before.flatMap((each) => this.#written(each, name, 'GITHUB_ENV', scope, seen));
    if (written.length > 0) return written;
    const around = job && named(job.environment, name);
    if (around !== undefined) return this.#value(around, { ...scope, step: undefined }, seen);
    const whole = 'environment' in file.model ? named(file.model.environment, name) : undefined;
    return this.#value(whole, { ...scope, job: undefined, step: undefined }, seen);
  }

  #outputOfStep(id: string, name: string, scope: WorkflowScope, seen: Set<string>): readonly Found[] {
    const step = stepsOf(scope).find((each) => each.id !== undefined && isNamed(each.id, id));
    if (step === undefined) return [];
    const action = this.#actionOf(step);
    if (action !== undefined)
      return this.#value(
        named(action.model.outputs, name),
        { file: action, caller: { ...scope, step, inputs: step.inputs } },
        seen,
      );
    return this.#written(step, name, 'GITHUB_OUTPUT', scope, seen);
  }

  #written(step: WorkflowStep, name: string, file: OutputFile, scope: WorkflowScope, seen: Set<string>) {
    const at = scope.file.placeOf(step.run?.span ?? step.span);
    return writtenBy(step, name, file)
      .flatMap((each) => this.#in(each, { ...scope, step }, seen))
      .map((found) => ({ ...found, path: [at, ...found.path] }));
  }

  #outputOfJob(id: string, name: string, scope: WorkflowScope, seen: Set<string>): readonly Found[] {
    const { file } = scope;
    const job = 'jobs' in file.model ? file.model.jobs.find((each) => isNamed(each.id, id)) : undefined;
    if (job === undefined) return [];
    const called = job.uses && this.#workflowAt(job.uses.value);
    return called === undefined
      ? this.#value(named(job.outputs, name), { ...scope, job, step: undefined }, seen)
      : this.#value(
          named(called.model.outputs, name),
          { file: called, caller: { file, job, inputs: job.inputs } },
          seen,
        );
  }

  #value(value: NamedValue | undefined, scope: WorkflowScope, seen: Set<string>): readonly Found[] {
    return value?.value === undefined ? [] : this.#text(value.value, scope, seen);
  }

  #text({ value, span }: Located<string>, scope: WorkflowScope, seen: Set<string>): readonly Found[] {
    const at = scope.file.placeOf(span);
    return expressionsIn(value)
      .flatMap((each) => this.#in(parseWorkflowExpression(each), scope, seen))
      .map((found) => ({ ...found, path: [at, ...found.path] }));
  }

  /** What starts the runs of a file: of one that others call, what starts these. */
  #eventsOf(file: WorkflowScope['file'], seen: readonly string[]): readonly (WorkflowEvent | undefined)[] {
    if (seen.includes(file.path)) return [];
    const events = 'events' in file.model ? file.model.events : [];
    const own = events.filter(({ name }) => name.value !== 'workflow_call');
    if ('events' in file.model && own.length === events.length) return own;
    const callers = this.#callersOf(file);
    if (callers.length === 0) return [...own, undefined];
    const theirs = new Set(callers.map((caller) => caller.file));
    return [...own, ...[...theirs].flatMap((caller) => this.#eventsOf(caller, [...seen, file.path]))];
  }

  /** The jobs that call a workflow and the steps that use an action of the repository. */
  #callersOf(file: WorkflowScope['file']): readonly WorkflowCaller[] {
    const known = this.#callers.get(file.path) ?? this.#findCallers(file);
    this.#callers.set(file.path, known);
    return known;
  }

  #findCallers(file: WorkflowScope['file']): readonly WorkflowCaller[] {
    const files = [...this.artifacts.of('workflow'), ...this.artifacts.of('action')];
    return files.flatMap((each) => {
      const jobs = 'jobs' in each.model ? each.model.jobs : [undefined];
      return jobs.flatMap((job) => {
        const steps = job?.steps ?? ('steps' in each.model ? each.model.steps : []);
        const using = steps.filter((step) => this.#actionOf(step) === file);
        const isCalling = job?.uses !== undefined && this.#workflowAt(job.uses.value) === file;
        return [
          ...(isCalling ? [{ file: each, job, inputs: job.inputs }] : []),
          ...using.map((step) => ({ file: each, job, step, inputs: step.inputs })),
        ];
      });
    });
  }

  #workflowAt(uses: string): ArtifactFile<'workflow'> | undefined {
    return uses.startsWith('./') ? this.artifacts.at('workflow', joinPath('', uses) ?? '') : undefined;
  }

  #actionOf({ uses }: WorkflowStep): ArtifactFile<'action'> | undefined {
    if (uses?.value.startsWith('./') !== true) return undefined;
    const folder = joinPath('', uses.value) ?? '';
    const paths = ['action.yml', 'action.yaml'].map((name) => (folder === '' ? name : `${folder}/${name}`));
    return paths.map((path) => this.artifacts.at('action', path)).find((each) => each !== undefined);
  }
}

/** One name in one place, of one caller. */
const keyOf = ({ names }: GivenText, { file, job, step, caller }: WorkflowScope): string =>
  [
    file.path,
    job?.id.value,
    step?.span.start,
    caller?.file.path,
    caller?.job?.id.value,
    caller?.step?.span.start,
    ...names,
  ].join(' ');

const isNamed = ({ value }: Located<string>, name: string): boolean => value.toLowerCase() === name;

const named = (values: readonly NamedValue[], name: string): NamedValue | undefined =>
  values.find((each) => isNamed(each.name, name));

const stepsOf = ({ file, job }: WorkflowScope): readonly WorkflowStep[] =>
  job?.steps ?? ('steps' in file.model ? file.model.steps : []);

/** Whether the job and the step run when the event comes. */
const mayRun = ({ job, step }: WorkflowScope, event: WorkflowEvent | undefined): boolean =>
  [job?.condition, step?.condition].every((each) => each === undefined || holdsForEvent(each.value, event) !== false);

function carries(event: WorkflowEvent, names: readonly string[]): boolean {
  const parts = EVENT_PAYLOADS.get(event.name.value);
  if (names.length <= 2 && names.at(-1) !== 'head_ref')
    return parts === undefined || [...parts].some((part) => UNTRUSTED_PARTS.has(part));
  return hasValue(names, event);
}

/** Where nobody knows the event, one that brings the value only without secrets may be meant. */
function isWithSecrets(event: WorkflowEvent | undefined, names: readonly string[]): boolean {
  if (event !== undefined) return TRUSTED_WITH_SECRETS.has(event.name.value);
  const [, field, part = ''] = names;
  if (field !== 'event') return false;
  return [...EVENT_PAYLOADS].every(([name, parts]) => !parts.has(part) || TRUSTED_WITH_SECRETS.has(name));
}
