import { type Located, type SourceText, spanInFile } from '../../text/index.ts';
import type { ShellDialect } from '../shell/index.ts';
import { namedValuesOf } from '../yaml/named-values.ts';
import { entriesOf, itemsOf, keyOf, textAt, valueAt } from '../yaml/queries.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import { findHoles, type HoleSigns, readShellTemplate } from '../yaml/shell-template.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import type { WorkflowHole, WorkflowRun, WorkflowStep } from './workflow.ts';

/** What holds for `run` where a step says nothing. */
export interface RunDefaults {
  readonly shell: Located<string> | undefined;
  readonly workingDirectory: Located<string> | undefined;
  /** There, PowerShell is what runs without a word. */
  readonly isWindows: boolean;
}

export const NO_DEFAULTS: RunDefaults = { shell: undefined, workingDirectory: undefined, isWindows: false };

/** `defaults.run` of a workflow or job, over those around it. */
export function runDefaults(node: YamlNode, around: RunDefaults): RunDefaults {
  return {
    shell: textAt(node, 'defaults', 'run', 'shell') ?? around.shell,
    workingDirectory: textAt(node, 'defaults', 'run', 'working-directory') ?? around.workingDirectory,
    isWindows: around.isWindows,
  };
}

/** The comments that a reader of a step sees with it: within it, at the end of its lines, and right above it. */
export type StepComments = (step: YamlNode) => readonly Located<string>[];

export function commentsByStep(comments: readonly Located<string>[], text: SourceText): StepComments {
  // A comment goes to the end of its line, so that each line has one at most.
  const byLine = new Map(comments.map((comment) => [text.lineAt(comment.span.start), comment]));
  const isStanding = (line: number): boolean => byLine.has(line) && /^\s*#/.test(text.lineText(line));
  return ({ span }) => {
    let first = text.lineAt(span.start);
    const last = text.lineAt(Math.max(span.start, span.end - 1));
    while (isStanding(first - 1)) first--;
    const found: Located<string>[] = [];
    for (let line = first; line <= last; line++) {
      const comment = byLine.get(line);
      if (comment !== undefined) found.push(comment);
    }
    return found;
  };
}

export function readSteps(
  node: YamlNode | undefined,
  defaults: RunDefaults,
  commentsIn: StepComments,
): readonly WorkflowStep[] {
  return itemsOf(node).flatMap((each) => (each.kind === 'map' ? [step(each, defaults, commentsIn)] : []));
}

function step(node: YamlNode, defaults: RunDefaults, commentsIn: StepComments): WorkflowStep {
  return {
    id: textAt(node, 'id'),
    name: textAt(node, 'name'),
    span: node.span,
    uses: textAt(node, 'uses'),
    inputs: namedValuesOf(valueAt(node, 'with')),
    run: run(node, defaults),
    holes: holes(node),
    condition: textAt(node, 'if'),
    continueOnError: textAt(node, 'continue-on-error'),
    environment: namedValuesOf(valueAt(node, 'env')),
    comments: commentsIn(node),
  };
}

function run(step: YamlNode, defaults: RunDefaults): WorkflowRun | undefined {
  const node = valueAt(step, 'run');
  if (node?.kind !== 'scalar') return undefined;
  const shell = textAt(step, 'shell') ?? defaults.shell;
  const dialect = dialectOf(shell?.value, defaults.isWindows);
  const text = mappedText(node);
  const template =
    dialect === undefined
      ? { text, holes: findHoles(text.content, EXPRESSION), script: { commands: [], isBroken: false } }
      : readShellTemplate(text, EXPRESSION, dialect);
  return {
    template,
    shell,
    isShell: dialect !== undefined,
    workingDirectory: textAt(step, 'working-directory') ?? defaults.workingDirectory,
    span: node.span,
  };
}

function holes(step: YamlNode): readonly WorkflowHole[] {
  const inputs = entriesOf(valueAt(step, 'with')).map((entry) => holesIn(entry.value, keyOf(entry).value));
  return [...holesIn(valueAt(step, 'run')), ...inputs.flat()];
}

function holesIn(node: YamlNode | undefined, input?: string): readonly WorkflowHole[] {
  if (node?.kind !== 'scalar') return [];
  const text = mappedText(node);
  return findHoles(text.content, EXPRESSION).map(({ expression, span }) => {
    const line = text.content.slice(text.content.lastIndexOf('\n', span.start) + 1, span.start);
    const isQuoted = ["'", '"', '`'].some((quote) => line.split(quote).length % 2 === 0);
    return { expression, span: spanInFile(text, span), isQuoted, ...(input !== undefined && { input }) };
  });
}

const EXPRESSION: HoleSigns = { open: '${{', close: '}}' };

/**
 * How a runner calls the shell; undefined for one that is none of POSIX's.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
 */
function dialectOf(shell: string | undefined, isWindows: boolean): ShellDialect | undefined {
  if (shell === undefined) return isWindows ? undefined : { stopsAtFailure: true, hasPipefail: false };
  const [program = '', ...options] = shell.trim().split(/\s+/);
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name !== 'bash' && name !== 'sh') return undefined;
  if (options.length === 0) return { stopsAtFailure: true, hasPipefail: name === 'bash' };
  const text = options.join(' ');
  return { stopsAtFailure: /(?:^|\s)-[a-z]*e/.test(text), hasPipefail: text.includes('pipefail') };
}
