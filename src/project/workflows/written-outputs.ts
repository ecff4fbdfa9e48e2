/** What the script of a step writes to the files that make outputs and variables of it (`$GITHUB_OUTPUT`, `$GITHUB_ENV`). */
import {
  expressionsIn,
  parseWorkflowExpression,
  type WorkflowExpression,
  type WorkflowStep,
} from '../../artifacts/index.ts';

export type OutputFile = 'GITHUB_OUTPUT' | 'GITHUB_ENV';

/** The values in what a step writes under a name, as expressions; a variable of the shell is `env.NAME`. */
export function writtenBy(step: WorkflowStep, name: string, file: OutputFile): readonly WorkflowExpression[] {
  const script =
    step.run?.template.text.content ?? step.inputs.find((each) => each.name.value === 'script')?.value?.value;
  if (script === undefined) return [];
  const lines = script.split('\n');
  return [...linesWriting(lines, name, file).flatMap((line) => valuesIn(line, lines, 0)), ...payloadsIn(script, name)];
}

/** `name=value` and `name<<END` with the lines below, in a script that writes to the file; `::set-output name=…::value`. */
function linesWriting(lines: readonly string[], name: string, file: OutputFile): readonly string[] {
  // The lines of a block, or of a document.
  const isWritingAll = lines.some((line) => line.includes(file) && /^\s*[})]|<<-?\s*["']?\w/.test(line));
  return lines.flatMap((line, index) => {
    const isWriting = isWritingAll || line.includes(file);
    const [before, value] = splitAt(line, isWriting ? `${name}=` : `name=${name}::`);
    if (value !== undefined && !/[\w-]$/.test(before)) return [value];
    const end = isWriting ? /^\s*([\w-]+)/.exec(splitAt(line, `${name}<<`)[1] ?? '')?.[1] : undefined;
    if (end === undefined) return [];
    const below = lines.slice(index + 1);
    const length = below.findIndex((each) => each.includes(end));
    return below.slice(0, length < 0 ? undefined : length);
  });
}

function splitAt(line: string, mark: string): readonly [string, string | undefined] {
  const at = line.toLowerCase().indexOf(mark.toLowerCase());
  return at < 0 ? [line, undefined] : [line.slice(0, at), line.slice(at + mark.length)];
}

const MAX_DEPTH = 4;

/** Expressions, and variables of the shell that are put in as they are: not what a command makes of them. */
function valuesIn(text: string, lines: readonly string[], depth: number): readonly WorkflowExpression[] {
  const direct = expressionsIn(text).flatMap((each) => parseWorkflowExpression(each) ?? []);
  const plain = text.replace(/\$\{\{[\s\S]*?\}\}/g, '').replace(/\$\([^()]*\)|`[^`]*`/g, '');
  const variables = [...plain.matchAll(/\$(?:\{(\w+)(?!\w|\/\/?\[\^)|(\w+))/g)].flatMap(([, braced, bare]) => {
    const variable = braced ?? bare ?? '';
    return depth >= MAX_DEPTH ? [] : valuesOf(variable, lines, depth);
  });
  const events = [...text.matchAll(READ_EVENT)].map(([, path = '']) => payload(path));
  return [...direct, ...variables, ...events];
}

/** `$(jq -r .issue.title "$GITHUB_EVENT_PATH")`. */
const READ_EVENT = /\bjq\b[^|)\n]{0,60}?[ '"]\.([a-z_]+(?:\.[a-z_]+){1,6})[^|)\n]{0,20}GITHUB_EVENT_PATH/g;

function valuesOf(variable: string, lines: readonly string[], depth: number): readonly WorkflowExpression[] {
  if (variable === 'GITHUB_HEAD_REF') return [{ kind: 'context', names: ['github', 'head_ref'] }];
  const set = lines.flatMap((line) => /^\s*(?:export\s+|local\s+)?(\w+)=(.*)$/.exec(line)?.slice(1) ?? []);
  const values = set.filter((_, index) => index % 2 === 1 && set[index - 1] === variable);
  if (values.length > 0) return values.flatMap((value) => valuesIn(value, lines, depth + 1));
  return [{ kind: 'context', names: ['env', variable.toLowerCase()] }];
}

const payload = (path: string): WorkflowExpression => ({
  kind: 'context',
  names: ['github', 'event', ...path.toLowerCase().split('.')],
});

/** Of `actions/github-script`: `core.setOutput("title", context.payload.issue.title)`, `return context.payload.issue.title`. */
function payloadsIn(script: string, name: string): readonly WorkflowExpression[] {
  const found = [
    ...script.matchAll(/(?:core\.setOutput\(\s*['"]([\w-]+)['"]\s*,\s*|\b(return)\s+)context\.payload\.([\w.?]+)/g),
  ];
  return found
    .filter(([, output, isReturn]) => (isReturn === undefined ? output?.toLowerCase() : 'result') === name)
    .map(([, , , path = '']) => payload(path.replaceAll('?', '')));
}
