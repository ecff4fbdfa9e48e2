/** What the workflows of the repository really run, through the targets, environments, scripts and actions that they call. */
import type { ShellCommand, ShellScript, Workflow, WorkflowJob, WorkflowStep } from '../artifacts/index.ts';
import { joinPath } from '../text/index.ts';
import type { ArtifactFile, ArtifactPlace, Artifacts } from './artifacts.ts';
import { type CalledScript, CiCalls } from './ci-calls.ts';
import { type CiTolerance, hidingOf, toleranceOfStep } from './ci-tolerance.ts';
import type { NoxFile, PlacedFile } from './nox-scripts.ts';
import type { RepositoryTree } from './repository-tree.ts';

/** A command that CI runs, however deep below a step. */
export interface CiCommand {
  readonly command: ShellCommand;
  readonly at: ArtifactPlace;
  /** The folder it runs in; undefined where that cannot be determined. */
  readonly folder: string | undefined;
  readonly step: CiStep;
  /** The calls that lead to it, from the step on: `make lint`, `tox -e lint`. */
  readonly calls: readonly ArtifactPlace[];
  /** The target, environment or session that it is in; undefined in a step or script. */
  readonly within: string | undefined;
  /** What keeps its failure from CI. */
  readonly tolerance: CiTolerance | undefined;
}

/** The step of a workflow from which something is run. */
export interface CiStep {
  readonly file: ArtifactFile<'workflow'>;
  readonly job: WorkflowJob;
  readonly step: WorkflowStep;
}

/** An action of someone else that CI uses. */
export interface CiAction {
  readonly step: CiStep;
  /** `owner/name`, and a folder behind it. */
  readonly name: string;
  readonly at: ArtifactPlace;
  readonly tolerance: CiTolerance | undefined;
}

/** Something that CI runs and nobody can see into. */
export interface CiOpenEnd {
  readonly kind: 'action' | 'container' | 'make' | 'nox' | 'python' | 'script' | 'task' | 'tox';
  /** As written: the action, the target, the script. */
  readonly what: string;
  readonly at: ArtifactPlace;
}

interface Circumstances {
  readonly step: CiStep;
  readonly folder: string | undefined;
  readonly calls: readonly ArtifactPlace[];
  readonly within?: string | undefined;
  readonly tolerance: CiTolerance | undefined;
  /** What was called on the way, against circles. */
  readonly seen: ReadonlySet<string>;
}

/** Everything that the workflows of a repository run. */
export class CiRuns {
  readonly commands: CiCommand[] = [];
  readonly actions: CiAction[] = [];
  readonly openEnds: CiOpenEnd[] = [];
  /** The first command that is left out because there are more than `MAX_COMMANDS`. */
  leftOutFrom: ArtifactPlace | undefined;
  readonly #artifacts: Artifacts;
  readonly #calls: CiCalls;

  constructor(artifacts: Artifacts, tree: RepositoryTree, noxfiles: readonly NoxFile[]) {
    this.#artifacts = artifacts;
    this.#calls = new CiCalls(artifacts, tree, noxfiles);
    for (const file of workflowsThatRun(artifacts)) {
      for (const job of file.model.jobs) this.#job(file, job);
    }
  }

  #job(file: ArtifactFile<'workflow'>, job: WorkflowJob): void {
    // A reusable workflow of this repository is read where it stands, if it can be read.
    const isRead =
      job.uses === undefined || this.#artifacts.at('workflow', joinPath('', job.uses.value) ?? '') !== undefined;
    if (job.uses !== undefined && !isRead)
      this.openEnds.push({ kind: 'action', what: job.uses.value, at: file.placeOf(job.uses.span) });
    for (const step of job.steps) {
      const tolerance = toleranceOfStep(file, job, step);
      const around = { step: { file, job, step }, folder: '', calls: [], tolerance, seen: new Set<string>() };
      this.#step(file, step, around);
    }
  }

  #step(file: ArtifactFile, step: WorkflowStep, around: Circumstances): void {
    if (step.uses !== undefined) this.#uses(file, step.uses.value, step, around);
    const { run } = step;
    if (run === undefined) return;
    if (!run.isShell) {
      this.openEnds.push({ kind: 'script', what: run.shell?.value ?? 'PowerShell', at: file.placeOf(run.span) });
      return;
    }
    const written = run.workingDirectory?.value ?? '';
    const folder = written.includes('$') ? undefined : joinPath('', written);
    this.#script(file, run.template.script, { ...around, folder }, run.template.text.content);
  }

  #uses(file: ArtifactFile, written: string, step: WorkflowStep, around: Circumstances): void {
    const at = file.placeOf(step.uses?.span ?? step.span);
    const name = written.replace(/@[\s\S]*$/, '');
    if (!name.startsWith('.')) {
      this.actions.push({ step: around.step, name, at, tolerance: around.tolerance });
      return;
    }
    const folder = joinPath('', name);
    const action = ['action.yml', 'action.yaml']
      .map((each) => this.#artifacts.at('action', folder === '' ? each : `${folder}/${each}`))
      .find((each) => each !== undefined);
    const deeper = deeperThan(around, at, `action ${folder}`);
    if (action?.model.using.value !== 'composite' || deeper === undefined) {
      this.openEnds.push({ kind: 'action', what: written, at });
      return;
    }
    for (const each of action.model.steps) this.#step(action, each, deeper);
  }

  #script(file: PlacedFile, script: ShellScript, around: Circumstances, text: string | undefined): void {
    for (const command of script.commands) {
      const at = file.placeOf(command.span);
      if (this.commands.length >= MAX_COMMANDS) {
        this.leftOutFrom ??= at;
        return;
      }
      const folder = startedIn(around.folder, command.folder);
      const hiding = hidingOf(command, script, text);
      const tolerance: CiTolerance | undefined =
        hiding === undefined ? around.tolerance : { kind: 'shell', hiding: hiding.kind, at: file.placeOf(hiding.span) };
      const run: CiCommand = {
        command,
        at,
        folder,
        step: around.step,
        calls: around.calls,
        within: around.within,
        tolerance,
      };
      this.commands.push(run);
      this.#follow(run, around);
    }
  }

  #follow(run: CiCommand, around: Circumstances): void {
    const called = this.#calls.calledBy(run);
    if (called === undefined) return;
    const deeper = deeperThan({ ...around, tolerance: run.tolerance }, run.at, called.key);
    if (called.kind === 'open') this.openEnds.push({ kind: called.what, what: called.key, at: run.at });
    else if (deeper !== undefined) {
      for (const each of called.scripts) this.#called(each, deeper);
      if (called.alsoOpen !== undefined) this.openEnds.push({ kind: called.alsoOpen, what: called.key, at: run.at });
    }
  }

  #called({ file, script, folder, ignoredAt, ignoredBy, name }: CalledScript, around: Circumstances): void {
    const tolerance =
      ignoredAt === undefined || ignoredBy === undefined
        ? around.tolerance
        : { kind: ignoredBy, at: file.placeOf(ignoredAt) };
    this.#script(file, script, { ...around, folder, within: name ?? around.within, tolerance }, undefined);
  }
}

/** Against makefiles whose targets call one another without end. */
export const MAX_COMMANDS = 2000;
const MAX_DEPTH = 8;

/** Those that GitHub looks at; workflows in templates of other repositories lie deeper. */
function workflowsThatRun(artifacts: Artifacts): readonly ArtifactFile<'workflow'>[] {
  return artifacts.of('workflow').filter(({ folder, model }) => folder === '.github/workflows' && isStarted(model));
}

const isStarted = ({ events }: Workflow): boolean => events.length > 0;

function deeperThan(around: Circumstances, at: ArtifactPlace, key: string): Circumstances | undefined {
  if (around.seen.has(key) || around.seen.size >= MAX_DEPTH) return undefined;
  return { ...around, calls: [...around.calls, at], seen: new Set([...around.seen, key]) };
}

function startedIn(folder: string | undefined, changed: string | undefined): string | undefined {
  if (folder === undefined || changed === undefined || changed.startsWith('/')) return undefined;
  return joinPath(folder, changed);
}
