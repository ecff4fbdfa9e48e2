/** Checks of JavaScript that a repository of Python runs beside its own: scripts of package.json, and tools that npx starts. */
import type { ShellWord } from '#artifacts';

export interface PackageCheck {
  /** As people say it: `npm test`, `pnpm run lint`, `eslint`. */
  readonly label: string;
  readonly args: readonly ShellWord[];
}

/** The check that a package manager or one of its tools runs; undefined for anything else. */
export function packageCheck(program: string, args: readonly ShellWord[]): PackageCheck | undefined {
  if (STARTERS.has(program)) {
    const at = args.findIndex(({ text }) => !text.startsWith('-'));
    const tool = args[at];
    return tool === undefined ? undefined : toolCheck(tool.text, args.slice(at + 1));
  }
  return MANAGERS.has(program) ? scriptCheck(program, args) : toolCheck(program, args);
}

const STARTERS: ReadonlySet<string> = new Set(['npx', 'pnpx', 'bunx']);
const MANAGERS: ReadonlySet<string> = new Set(['npm', 'pnpm', 'yarn', 'bun']);

/** `npm test`, `npm --prefix web run test:unit`, `yarn lint`. */
function scriptCheck(program: string, args: readonly ShellWord[]): PackageCheck | undefined {
  const words = args.flatMap(({ text }, index) =>
    text.startsWith('-') || TAKING_A_WORD.has(args[index - 1]?.text ?? '') ? [] : [{ text, index }],
  );
  const [first, second] = words;
  const isRun = first?.text === 'run' || first?.text === 'run-script';
  const script = isRun ? second : first;
  if (script === undefined || args[script.index]?.isDynamic === true) return undefined;
  // npm has a command of its own for tests alone; the others run a script by its name.
  const isCheck = isRun || program !== 'npm' ? CHECKING.test(script.text) : /^(?:t|test|tst|audit)$/.test(script.text);
  if (!isCheck) return undefined;
  return { label: `${program} ${isRun ? 'run ' : ''}${script.text}`, args: args.slice(script.index + 1) };
}

const TAKING_A_WORD: ReadonlySet<string> = new Set([
  '--prefix',
  '-C',
  '--dir',
  '--cwd',
  '--filter',
  '-w',
  '--workspace',
]);

/** What nearly every package calls its checks; other scripts may be anything. */
const CHECKING = /^(?:test|lint|type-?check|audit)(?:[:-][\w:-]+)?$/;

function toolCheck(program: string, args: readonly ShellWord[]): PackageCheck | undefined {
  const subcommand = TOOLS.get(program);
  if (subcommand === undefined || (subcommand !== '' && args[0]?.text !== subcommand)) return undefined;
  return { label: subcommand === '' ? program : `${program} ${subcommand}`, args };
}

/** Tools of JavaScript that end with a failure where they find something, with the word under which they do. */
const TOOLS: ReadonlyMap<string, string> = new Map([
  ['eslint', ''],
  ['jest', ''],
  ['tsc', ''],
  ['vitest', ''],
  ['vue-tsc', ''],
  ['playwright', 'test'],
  ['cypress', 'run'],
]);
