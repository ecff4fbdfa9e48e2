/** What a workflow or composite action of GitHub says. Source: https://docs.github.com/actions/reference/workflows-and-actions */
import type { Located, Span } from '../../text/index.ts';
import type { NamedValue } from '../yaml/named-value.ts';
import type { ShellTemplate } from '../yaml/shell-template.ts';

/** Values are as written, with their `${{ }}`. */
export interface Workflow {
  readonly name: Located<string> | undefined;
  readonly events: readonly WorkflowEvent[];
  /** `on: []`: someone took all events out. */
  readonly isSwitchedOff?: true;
  readonly environment: readonly NamedValue[];
  /** What the token of its jobs may do, where they do not say it themselves; undefined where it is not said. */
  readonly permissions: WorkflowPermissions | undefined;
  readonly jobs: readonly WorkflowJob[];
  /** `concurrency` ends a run that is under way when another one starts. */
  readonly cancelsRuns?: Located<boolean>;
  /** What it gives to workflows that call it. */
  readonly outputs: readonly NamedValue[];
}

/** What starts the workflow. */
export interface WorkflowEvent {
  readonly name: Located<string>;
  readonly branches: readonly Located<string>[];
  readonly branchesIgnored: readonly Located<string>[];
  readonly tags: readonly Located<string>[];
  readonly tagsIgnored: readonly Located<string>[];
  /** The activities that start it: `opened`, `published`; empty for the usual ones. */
  readonly types: readonly Located<string>[];
  /** `paths` and `paths-ignore`, globs from the root. */
  readonly paths: readonly Located<string>[];
  /** Of `schedule`. */
  readonly crons: readonly Located<string>[];
}

export interface WorkflowJob {
  readonly id: Located<string>;
  readonly name: Located<string> | undefined;
  readonly span: Span;
  readonly needs: readonly Located<string>[];
  readonly runsOn: readonly Located<string>[];
  readonly condition: Located<string> | undefined;
  /** What it says itself that its token may do. */
  readonly permissions: WorkflowPermissions | undefined;
  /** As written: `true`, or an expression. */
  readonly continueOnError: Located<string> | undefined;
  readonly environment: readonly NamedValue[];
  readonly matrix: readonly WorkflowMatrixAxis[];
  /** The image that the steps run in, instead of the runner. */
  readonly container: Located<string> | undefined;
  readonly services: readonly WorkflowService[];
  /** A reusable workflow, instead of steps. */
  readonly uses: Located<string> | undefined;
  readonly inputs: readonly NamedValue[];
  /** What it gives to jobs that need it. */
  readonly outputs: readonly NamedValue[];
  /** `secrets: inherit`: a reusable workflow gets all that there are. */
  readonly allSecrets: Located<string> | undefined;
  readonly steps: readonly WorkflowStep[];
}

export interface WorkflowPermissions {
  /** `read-all` or `write-all`, instead of scopes. */
  readonly all: Located<string> | undefined;
  /** `contents: write`. */
  readonly scopes: readonly NamedValue[];
}

export interface WorkflowMatrixAxis {
  /** Dotted where the values of an axis are maps: `task.run`. */
  readonly name: Located<string>;
  /** With those of `include`; empty where an expression makes them. */
  readonly values: readonly Located<string>[];
  /** An expression adds entries to the matrix. */
  readonly mayHaveOthers?: true;
  /** `include` adds entries, which need not have it. */
  readonly mayBeAbsent?: true;
}

export interface WorkflowService {
  readonly name: Located<string>;
  readonly image: Located<string> | undefined;
}

export interface WorkflowStep {
  readonly id: Located<string> | undefined;
  readonly name: Located<string> | undefined;
  readonly span: Span;
  /** An action: `owner/name@ref`, `./folder`, `docker://image`. */
  readonly uses: Located<string> | undefined;
  /** `with`. */
  readonly inputs: readonly NamedValue[];
  readonly run: WorkflowRun | undefined;
  /** In `run` and in the values of `with`. */
  readonly holes: readonly WorkflowHole[];
  readonly condition: Located<string> | undefined;
  /** As written: `true`, or an expression. */
  readonly continueOnError: Located<string> | undefined;
  readonly environment: readonly NamedValue[];
  /** Of YAML, within it and right above it; those of the script in `run` stand in its text. */
  readonly comments: readonly Located<string>[];
}

/** An expression that GitHub fills in before anything reads the text around it. */
export interface WorkflowHole {
  readonly expression: string;
  readonly span: Span;
  /** The name of the value of `with` that it is in; absent in `run`. */
  readonly input?: string;
  /** A quote opens before it on its line. */
  readonly isQuoted: boolean;
}

export interface WorkflowRun {
  /** Without commands where no POSIX shell reads it. */
  readonly template: ShellTemplate;
  /** The step's own, its job's or the workflow's; undefined where none says it. */
  readonly shell: Located<string> | undefined;
  /** Whether `bash` or `sh` reads it. */
  readonly isShell: boolean;
  /** The step's own, its job's or the workflow's; the root of the repository where none says it. */
  readonly workingDirectory: Located<string> | undefined;
  readonly span: Span;
}

/** An action of a repository's own. */
export interface Action {
  readonly name: Located<string> | undefined;
  readonly inputs: readonly Located<string>[];
  readonly outputs: readonly NamedValue[];
  /** `composite`, `docker`, `node20`. */
  readonly using: Located<string>;
  /** Of a composite action. */
  readonly steps: readonly WorkflowStep[];
  /** Of a container action: `Dockerfile`, or `docker://image`. */
  readonly image: Located<string> | undefined;
  /** Of a JavaScript action: `main`, `pre` and `post`. */
  readonly scripts: readonly Located<string>[];
}
