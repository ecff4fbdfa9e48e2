import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { installComparedTools, installPeers, type PythonPrograms } from '../release/tools.ts';

/** What a program says: a check of its own, at a line of a file below the root. */
export interface PeerFinding {
  readonly path: string;
  readonly line: number;
  readonly check: string;
}

/** A program that others use, as it is run here. */
export interface ComparedTool {
  readonly name: string;
  /** What it was asked for, as a person would type it. */
  readonly command: string;
  readonly findingsOf: (root: string, scratch: string) => PeerFinding[];
}

/** The programs, each at one version. `semgrepRules` is a checkout of semgrep's own rules, which its package lacks; without, semgrep is left out. */
export function comparedTools(semgrepRules: string | undefined): ComparedTool[] {
  const { start, named } = startersOf(installComparedTools());
  const all = [
    ruff(named('ruff'), [], start),
    ruffOfAllRules(named('ruff'), start),
    bandit(named('bandit'), start),
    pylint(named('pylint'), start),
    vulture(named('vulture'), start),
    ty(named('ty'), start),
    deptry(named('deptry'), start),
  ];
  return semgrepRules === undefined ? all : [...all, semgrep(named('semgrep'), join(semgrepRules, 'python'), start)];
}

/** Those that most projects run: ruff, with all that it knows, and bandit. */
export function usualTools(): ComparedTool[] {
  const { start, named } = startersOf(installPeers());
  return [ruffOfAllRules(named('ruff'), start), bandit(named('bandit'), start)];
}

function startersOf({ bin, versions }: PythonPrograms) {
  const start: Start = (program, args, root) => run(join(bin, program), args, root);
  const named = (program: string): string => `${program} ${versions.get(program)}`;
  return { start, named };
}

/** Runs a program in a folder, and gives what it prints. */
type Start = (program: string, args: readonly string[], root: string) => string;

const ruffOfAllRules = (name: string, start: Start): ComparedTool =>
  ruff(`${name}, all rules`, ['--select', 'ALL'], start);

function ruff(name: string, select: readonly string[], start: Start): ComparedTool {
  const options = ['--isolated', '--no-cache', '--exit-zero', '--output-format', 'json', ...select];
  return {
    name,
    command: ['ruff check --isolated', ...select, '.'].join(' '),
    findingsOf: (root) =>
      (JSON.parse(start('ruff', ['check', ...options, '.'], root)) as RuffFinding[]).map(
        ({ filename, location, code }) => ({
          path: relative(root, filename),
          line: location.row,
          check: code ?? 'syntax',
        }),
      ),
  };
}

function bandit(name: string, start: Start): ComparedTool {
  return {
    name,
    command: 'bandit -r .',
    findingsOf: (root, scratch) => {
      const report = join(scratch, 'bandit.json');
      start('bandit', ['-r', '-q', '--exit-zero', '-f', 'json', '-o', report, '.'], root);
      const { results } = readJson<{ results: BanditFinding[] }>(report);
      return results.map(({ filename, line_number: line, test_id: check }) => ({ path: plain(filename), line, check }));
    },
  };
}

function pylint(name: string, start: Start): ComparedTool {
  const quietly = ['--rcfile', '/dev/null', '--persistent', 'n', '-j', '0', '--exit-zero', '-f', 'json2'];
  return {
    name,
    command: 'pylint --recursive y .',
    findingsOf: (root) => {
      const printed = start('pylint', [...quietly, '--recursive', 'y', '.'], root);
      const { messages } = JSON.parse(printed) as { messages: PylintFinding[] };
      return messages.map(({ path, line, symbol }) => ({ path: plain(path), line, check: symbol }));
    },
  };
}

const VULTURE_LINE = /^(?<path>.+?):(?<line>\d+): (?<check>unused \w+|unreachable code|unsatisfiable)/;

function vulture(name: string, start: Start): ComparedTool {
  return { name, command: 'vulture .', findingsOf: (root) => linesOf(start('vulture', ['.'], root), VULTURE_LINE) };
}

const TY_LINE = /^(?<path>.+?):(?<line>\d+):\d+: \w+\[(?<check>[\w-]+)\]/;

function ty(name: string, start: Start): ComparedTool {
  const options = ['check', '--output-format', 'concise', '--exit-zero', '.'];
  return { name, command: 'ty check', findingsOf: (root) => linesOf(start('ty', options, root), TY_LINE) };
}

function deptry(name: string, start: Start): ComparedTool {
  return {
    name,
    command: 'deptry .',
    findingsOf: (root, scratch) => {
      const report = join(scratch, 'deptry.json');
      rmSync(report, { force: true });
      try {
        start('deptry', ['.', '-o', report], root);
      } catch (error) {
        // It prints to stderr alone, and ends with 1 where it found something; without a report it could not run.
        if (!existsSync(report)) throw error;
      }
      return readJson<DeptryFinding[]>(report).map(({ error, location }) => ({
        path: plain(location.file),
        line: location.line ?? 1,
        check: error.code,
      }));
    },
  };
}

function semgrep(name: string, rules: string, start: Start): ComparedTool {
  const quietly = ['--metrics', 'off', '--disable-version-check', '--quiet', '--json'];
  return {
    name,
    command: 'semgrep scan --config python (semgrep-rules)',
    findingsOf: (root) => {
      const printed = start('semgrep', ['scan', ...quietly, '--config', rules, '.'], root);
      const { results } = JSON.parse(printed) as { results: SemgrepFinding[] };
      return results.map(({ path, start: { line }, check_id: id }) => ({
        path: plain(path),
        line,
        check: id.replace(/^.*\./, ''),
      }));
    },
  };
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

function linesOf(output: string, form: RegExp): PeerFinding[] {
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
