import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { installComparedTools } from '../release/tools.ts';

/** What a program says: a check of its own, at a line of a file below the root. */
export interface Told {
  readonly path: string;
  readonly line: number;
  readonly check: string;
}

/** A program that others use, as it is run here. */
export interface ComparedTool {
  readonly name: string;
  /** What it was asked for, as a person would type it. */
  readonly command: string;
  readonly tell: (root: string, scratch: string) => Told[];
}

/** The programs, each at one version. `semgrepRules` is a checkout of semgrep's own rules, which its package lacks; without, semgrep is left out. */
export function comparedTools(semgrepRules: string | undefined): ComparedTool[] {
  const { bin, versions } = installComparedTools();
  const start = (program: string, args: readonly string[], root: string): string => run(join(bin, program), args, root);
  const named = (program: string): string => `${program} ${versions.get(program)}`;
  const ruff = (name: string, select: readonly string[]): ComparedTool => ({
    name,
    command: ['ruff check --isolated', ...select, '.'].join(' '),
    tell: (root) =>
      (
        JSON.parse(
          start(
            'ruff',
            ['check', '--isolated', '--no-cache', '--exit-zero', '--output-format', 'json', ...select, '.'],
            root,
          ),
        ) as RuffFinding[]
      ).map(({ filename, location, code }) => ({
        path: relative(root, filename),
        line: location.row,
        check: code ?? 'syntax',
      })),
  });
  const all: ComparedTool[] = [
    ruff(named('ruff'), []),
    ruff(`${named('ruff')}, all rules`, ['--select', 'ALL']),
    {
      name: named('bandit'),
      command: 'bandit -r .',
      tell: (root, scratch) => {
        const report = join(scratch, 'bandit.json');
        start('bandit', ['-r', '-q', '--exit-zero', '-f', 'json', '-o', report, '.'], root);
        const { results } = readJson<{ results: BanditFinding[] }>(report);
        return results.map(({ filename, line_number, test_id }) => ({
          path: plain(filename),
          line: line_number,
          check: test_id,
        }));
      },
    },
    {
      name: named('pylint'),
      command: 'pylint --recursive y .',
      tell: (root) => {
        const options = [
          '--rcfile',
          '/dev/null',
          '--persistent',
          'n',
          '-j',
          '0',
          '--exit-zero',
          '--recursive',
          'y',
          '-f',
          'json2',
          '.',
        ];
        const { messages } = JSON.parse(start('pylint', options, root)) as { messages: PylintFinding[] };
        return messages.map(({ path, line, symbol }) => ({ path: plain(path), line, check: symbol }));
      },
    },
    {
      name: named('vulture'),
      command: 'vulture .',
      tell: (root) =>
        linesOf(
          start('vulture', ['.'], root),
          /^(?<path>.+?):(?<line>\d+): (?<check>unused \w+|unreachable code|unsatisfiable)/,
        ),
    },
    {
      name: named('ty'),
      command: 'ty check',
      tell: (root) =>
        linesOf(
          start('ty', ['check', '--output-format', 'concise', '--exit-zero', '.'], root),
          /^(?<path>.+?):(?<line>\d+):\d+: \w+\[(?<check>[\w-]+)\]/,
        ),
    },
    {
      name: named('deptry'),
      command: 'deptry .',
      tell: (root, scratch) => {
        const report = join(scratch, 'deptry.json');
        rmSync(report, { force: true });
        try {
          start('deptry', ['.', '-o', report], root);
          return readJson<DeptryFinding[]>(report).map(({ error, location }) => ({
            path: plain(location.file),
            line: location.line ?? 1,
            check: error.code,
          }));
        } catch {
          // It ends with an error where a project declares its dependencies in no way that it knows.
          return [];
        }
      },
    },
  ];
  if (semgrepRules === undefined) return all;
  const config = ['--config', join(semgrepRules, 'python')];
  return [
    ...all,
    {
      name: named('semgrep'),
      command: 'semgrep scan --config python (semgrep-rules)',
      tell: (root) => {
        const options = ['scan', '--metrics', 'off', '--disable-version-check', '--quiet', '--json', ...config, '.'];
        const { results } = JSON.parse(start('semgrep', options, root)) as { results: SemgrepFinding[] };
        return results.map(({ path, start: { line }, check_id }) => ({
          path: plain(path),
          line,
          check: check_id.replace(/^.*\./, ''),
        }));
      },
    },
  ];
}

interface RuffFinding {
  readonly filename: string;
  readonly location: { readonly row: number };
  readonly code: string | null;
}
interface BanditFinding {
  readonly filename: string;
  readonly line_number: number;
  readonly test_id: string;
}
interface PylintFinding {
  readonly path: string;
  readonly line: number;
  readonly symbol: string;
}
interface DeptryFinding {
  readonly error: { readonly code: string };
  readonly location: { readonly file: string; readonly line: number | null };
}
interface SemgrepFinding {
  readonly path: string;
  readonly start: { readonly line: number };
  readonly check_id: string;
}

const plain = (path: string): string => path.replace(/^\.\//, '');

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

function linesOf(output: string, form: RegExp): Told[] {
  return output.split('\n').flatMap((text) => {
    const { path, line, check } = form.exec(text)?.groups ?? {};
    return path === undefined || line === undefined || check === undefined
      ? []
      : [{ path: plain(path), line: Number(line), check }];
  });
}

/** What it prints. Linters end with a code of their own where they have found something; one that printed nothing has failed. */
function run(program: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(program, args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (stdout === undefined || stdout === '') throw error;
    return stdout;
  }
}
