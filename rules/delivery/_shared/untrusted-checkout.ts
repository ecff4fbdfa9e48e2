/** Checkouts of untrusted commits in workflows that run with the rights of the repository. */
import {
  type Invocation,
  invocationOf,
  type Workflow,
  type WorkflowEvent,
  type WorkflowJob,
  type WorkflowRun,
  type WorkflowStep,
} from '#artifacts';
import type { DoubtId } from '#findings';
import type { Span } from '#text';

/** Events on which the secrets and rights of the repository are there, and whose subject is an untrusted commit. */
const PRIVILEGED = /^(?:pull_request_target|issue_comment|workflow_run)$/;
const UNTRUSTED_REF =
  /\bgithub\.(?:head_ref\b|event\.(?:pull_request\.head\.|pull_request\.number|issue\.number|number|workflow_run\.head_))|refs\/pull\//;
const FETCHED = /\bgh pr checkout\b|\bgit (?:-\S{1,80} ){0,4}(?:fetch|pull)\b[^\n]{0,200}\bpull\//;
/** Who may start it is asked, or a person lets it pass. */
const LETS_IN =
  /author_association|\bgithub\.(?:actor|triggering_actor|event\.(?:sender|comment\.user|pull_request\.user)\.login)\b|\.labels\b|\blabel\.name\b|head\.repo\.(?:full_name|fork)|\bhead_(?:repository|branch)\b|\bevent_name\b/;
const GATE = /permission|collaborator|author_association/i;

export interface UntrustedCheckout {
  readonly event: WorkflowEvent;
  /** Where the commit is fetched. */
  readonly at: Span;
  /** The step that may run what it brings. */
  readonly runs: Span;
  /** Why it may be trusted, or not run. */
  readonly doubt: DoubtId | undefined;
}

/** The commit of a pull request that a job fetches and may run where anybody starts it with the token and secrets of the repository. */
export function untrustedCheckout({ events }: Workflow, job: WorkflowJob): UntrustedCheckout | undefined {
  const event = events.find(({ name }) => PRIVILEGED.test(name.value));
  if (event === undefined) return undefined;
  const index = job.steps.findIndex((step) => checkedOut(step) !== undefined);
  const step = job.steps[index];
  const at = step === undefined ? undefined : checkedOut(step);
  const runs = job.steps.slice(index).find((each) => runsCode(each));
  if (step === undefined || at === undefined || runs === undefined) return undefined;
  const conditions = [job.condition, ...job.steps.slice(0, index + 1).map(({ condition }) => condition)];
  const isTested = (by: RegExp): boolean => conditions.some((each) => each !== undefined && by.test(each.value));
  if (isTested(/workflow_run\.event\s*==\s*'push'/)) return undefined;
  const isGatedBefore = job.steps.slice(0, index).some(({ run }) => GATE.test(run?.template.text.content ?? ''));
  const isRestricted = isTested(LETS_IN) || event.branches.length > 0 || isGatedBefore || job.needs.length > 0;
  const isApart = step.inputs.some(({ name }) => name.value === 'path');
  const doubt = isRestricted ? 'trigger-restricted' : isApart ? 'opaque-callee' : undefined;
  return { event, at, runs: runs === step ? at : runs.span, doubt };
}

const runsCode = ({ run, uses }: WorkflowStep): boolean =>
  uses?.value.startsWith('./') === true || (run !== undefined && invocationsIn(run).some(isOfOthers));

/** Where a step fetches a commit that a pull request brings. */
function checkedOut({ uses, inputs, run }: WorkflowStep): Span | undefined {
  if (run !== undefined) return FETCHED.test(run.template.text.content) ? run.span : undefined;
  if (uses?.value.startsWith('actions/checkout@') !== true) return undefined;
  const named = inputs.find(
    ({ name, value }) => /^(?:ref|repository)$/.test(name.value) && UNTRUSTED_REF.test(value?.value ?? ''),
  );
  return named?.span;
}

/** The programs that a step starts. */
export const invocationsIn = ({ template }: WorkflowRun): readonly Invocation[] =>
  template.script.commands.flatMap((command) => invocationOf(command) ?? []);

/** It may run code that the repository, or a package, brings. */
export const isOfOthers = ({ program }: Invocation): boolean => !PLAIN.test(program);

/** Programs of a shell, which run no code of others. */
const PLAIN =
  /^(?:cat|cd|cp|curl|cut|date|env|exit|head|jq|read|rsync|sort|tail|diff|echo|export|find|git|grep|ls|mkdir|mv|printf|rm|sed|set|test|touch|true|wc|\[\[?)$/;
