import { invocationOf, type ShellCommand, type ShellWord } from '#artifacts';
import { type CheckTool, RUFF_FORMAT, TEST_RUNNERS, TESTING_PROGRAMS, TOOL_OF_PROGRAM } from '#knowledge/check-tools';
import { packageCheck } from './package-scripts.ts';

/** A run of a tool that checks code. */
export interface CheckRun {
  readonly tool: string;
  readonly kind: CheckTool['kind'];
  /** As people say it: `ruff format`, `pytest`, `manage.py test`. */
  readonly label: string;
  readonly args: readonly ShellWord[];
  /** The option by which it never fails. */
  readonly neverFails: string | undefined;
  /** It rewrites files, and succeeds when it did; `judgesWith` is the option that would make it judge. */
  readonly rewrites: { readonly judgesWith: string } | undefined;
  /** The options by which it leaves most of what it could find unsaid, with what they take. */
  readonly narrowing: readonly string[];
  /** Files and folders, as written; none for what its configuration says. */
  readonly paths: readonly string[];
  /** Words that are files and folders, or belong to the option before them. */
  readonly words: readonly string[];
}

/** The check that a command runs; undefined for anything else, and where only a shell could say. */
export function checkRunBy(command: ShellCommand): CheckRun | undefined {
  const invocation = invocationOf(command);
  if (invocation === undefined) return undefined;
  const { program, args } = invocation;
  const run = program === 'python' ? moduleRun(args) : program === 'coverage' ? coverageRun(args) : { program, args };
  return run === undefined ? undefined : toolRun(run.program, run.args);
}

interface Run {
  readonly program: string;
  readonly args: readonly ShellWord[];
}

/** `python -m tool …`, `python manage.py test`. */
function moduleRun(args: readonly ShellWord[]): Run | undefined {
  const at = args.findIndex(({ text }) => text === '-m' || !text.startsWith('-'));
  const [first, second] = [args[at]?.text, args[at + 1]?.text];
  if (first === '-m' && second === 'coverage') return coverageRun(args.slice(at + 2));
  if (first === '-m') return second === undefined ? undefined : { program: second, args: args.slice(at + 2) };
  return first === undefined ? undefined : { program: first, args: args.slice(at + 1) };
}

/** `coverage run -m pytest …`, `coverage run manage.py test`. */
function coverageRun(args: readonly ShellWord[]): Run | undefined {
  return args[0]?.text === 'run' ? moduleRun(args.slice(1).filter(({ text }) => !text.startsWith('--'))) : undefined;
}

function toolRun(program: string, args: readonly ShellWord[]): CheckRun | undefined {
  if (args.some(({ text }) => INFORMATION_OPTIONS.has(text))) return undefined;
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (TEST_RUNNERS.has(name)) return checkRun({ name, kind: 'tests', source: '' }, name, args);
  if (TESTING_PROGRAMS.has(name) && args[0]?.text === 'test')
    return checkRun({ name, kind: 'tests', source: '' }, `${name} test`, args);
  const tool = TOOL_OF_PROGRAM.get(name);
  if (tool === undefined) return packageRun(name, args);
  const wanted = tool.subcommands;
  const subcommand = args.find(({ text }) => !text.startsWith('-'))?.text ?? '';
  if (wanted !== undefined && !wanted.includes(subcommand)) return undefined;
  if (tool.name === 'ruff' && subcommand === 'format') return checkRun(RUFF_FORMAT, 'ruff format', args, subcommand);
  return wanted === undefined
    ? checkRun(tool, tool.name, args)
    : checkRun(tool, `${name} ${subcommand}`, args, subcommand);
}

function packageRun(program: string, args: readonly ShellWord[]): CheckRun | undefined {
  const check = packageCheck(program, args);
  return check && checkRun({ name: program, kind: 'package', source: '' }, check.label, check.args);
}

/** Options that only ask a tool for something. */
const INFORMATION_OPTIONS: ReadonlySet<string> = new Set(['--version', '-V', '--help', '-h', '--collect-only', '--co']);

function checkRun(tool: CheckTool, label: string, args: readonly ShellWord[], subcommand = ''): CheckRun {
  const texts = args.map(({ text }) => text);
  const has = (option: string): boolean => texts.some((text) => text === option || text.startsWith(`${option}=`));
  const words = texts.flatMap((text, index) =>
    text.startsWith('-') || (text === subcommand && text !== '') ? [] : [{ text, before: texts[index - 1] }],
  );
  const standing = [...(tool.judgesWith ?? []), ...(tool.neverFails ?? [])];
  const [judging] = tool.judgesWith ?? [];
  const isJudge =
    judging === undefined || tool.judgesWith?.some(has) === true || args.some(({ isDynamic }) => isDynamic);
  return {
    tool: tool.name,
    kind: tool.kind,
    label,
    args,
    neverFails: tool.neverFails?.find(has),
    rewrites: isJudge ? undefined : { judgesWith: judging },
    narrowing: texts.flatMap((text, index) => narrowing(tool, text, texts[index + 1])),
    paths: words.flatMap(({ text, before }) => (isPath(text, before, standing) ? [text] : [])),
    words: words.map(({ text }) => text),
  };
}

function narrowing({ narrowedBy = [] }: CheckTool, text: string, next: string | undefined): string[] {
  if (narrowedBy.some((option) => text.startsWith(`${option}=`))) return [text];
  return narrowedBy.includes(text) ? [`${text} ${next ?? ''}`] : [];
}

/** A word behind an option is its value, unless the option is one that is on its own. */
function isPath(text: string, before: string | undefined, standing: readonly string[]): boolean {
  if (text === '.' || text.includes('/') || text.endsWith('.py')) return true;
  return before === undefined || !before.startsWith('-') || standing.includes(before);
}
