/** Which checks CI may run, by whatever way; for rules that say that one is not run, doubt counts as a run. */
import { nodesOf } from '#ast';
import { memoize } from '#collections';
import { TOOL_OF_PROGRAM } from '#knowledge/check-tools';
import { toolRunByAction } from '#knowledge/ci-actions';
import type { CiOpenEnd, PlacedCommand, ProjectModel } from '#project';
import type { SemanticModel } from '#semantics';

/** Check tools that a Python file names in its texts, as those do that start them: noxfiles, scripts for developers. */
export function toolsNamedIn({ context, source }: SemanticModel): readonly string[] {
  return context.role === 'test' ? [] : findTools(source);
}

/** Two rules ask it of every file. */
const findTools = memoize((source: SemanticModel['source']): readonly string[] => {
  const found = new Set<string>();
  for (const { value } of nodesOf(source.module, 'Constant')) {
    // Few texts hold one of the names at all.
    if (value.kind !== 'str' || value.value.length > MAX_COMMAND || !ANY_WORD.test(value.value)) continue;
    for (const word of wordsOf(value.value)) if (WORDS.has(word)) found.add(word);
  }
  return [...found];
});

const MAX_COMMAND = 200;

/** Words that tell of coverage. */
export const COVERAGE_WORDS: readonly string[] = [
  'coverage',
  '--cov',
  'codecov',
  'coveralls',
  'pytest-cov',
  'slipcover',
  'sonar',
];
const WORDS: ReadonlySet<string> = new Set([...TOOL_OF_PROGRAM.keys(), ...COVERAGE_WORDS, 'unittest']);
const ANY_WORD = new RegExp(
  [...WORDS].map((word) => (word.length <= 3 ? `\\b${word}\\b` : word.replaceAll('.', '\\.'))).join('|'),
);

/**
 * Every word of the commands, actions and texts that CI leads to, installations left out; undefined where it leads to what
 * nobody can see into, where other systems than GitHub's are used, and where there is no workflow at all.
 */
export function wordsOfCi(project: ProjectModel, namedInPython: readonly string[]): ReadonlySet<string> | undefined {
  const { ci, artifacts } = project;
  if (ci.commands.length + ci.actions.length === 0 || [...project.files].some((path) => OTHER_SYSTEMS.test(path)))
    return undefined;
  if (ci.commands.some(runsOwnScript)) return undefined;
  const words = new Set<string>();
  const add = (text: string): void => {
    for (const word of wordsOf(text)) words.add(word);
  };
  for (const { command } of ci.commands) if (!isInstalling(command)) for (const { text } of command.words) add(text);
  for (const { name } of ci.actions) {
    const tool = toolRunByAction(name);
    if (tool === '*' || (tool === undefined && (/lint|quality/i.test(name) || isOfAnotherRepository(name))))
      return undefined;
    for (const part of [tool ?? '', ...name.split(/[/_-]/)]) add(part);
  }
  for (const file of artifacts.of('workflow')) addTexts(file.model, add);
  for (const file of artifacts.of('action')) addTexts({ jobs: [file.model] }, add);
  for (const end of ci.openEnds) {
    if (isDark(end, project)) return undefined;
    const kinds = KINDS_BEHIND[end.kind];
    for (const { kind, command } of kinds.length === 0 ? [] : project.commands)
      if (kinds.includes(kind)) for (const { text } of command.words) add(text);
    if (end.kind === 'nox' || end.kind === 'python') for (const name of namedInPython) words.add(name);
  }
  return words;
}

/** `pipenv run test`: what it runs is written in a table that is not read. */
function runsOwnScript({ command: { words } }: Pick<PlacedCommand, 'command'>): boolean {
  const [runner, run, script] = words.map(({ text }) => text);
  if (script === undefined || run !== 'run' || !/^(?:pipenv|pdm|rye)$/.test(runner ?? '')) return false;
  return /^[a-z][\w:-]*$/.test(script) && !/^python/.test(script) && !TOOL_OF_PROGRAM.has(script);
}

/** `owner/name/.github/actions/checks`: not published as an action, it is in a repository for that repository's relatives. */
const isOfAnotherRepository = (action: string): boolean => action.split('/').slice(2).includes('.github');

/** The files of other systems of continuous integration. */
const OTHER_SYSTEMS =
  /(?:^|\/)(?:\.gitlab-ci\.yml|\.circleci\/.+|azure-pipelines[\w.-]*\.ya?ml|\.azure[\w-]*\/(?:[^/]+\/){0,4}[^/]+\.ya?ml|Jenkinsfile[\w.-]*|\.travis\.yml|\.drone\.ya?ml|bitbucket-pipelines\.yml|\.?appveyor\.ya?ml|\.cirrus\.(?:yml|star)|\.woodpecker\b.*|\.semaphore\/.+|\.buildkite\/.+|\.buildbot\/.+|\.teamcity\/.+|cloudbuild\.ya?ml|buildspec\.ya?ml|\.zuul\.ya?ml|zuul\.d\/.+)$/s;

/** In what else a command stands that an open end may lead to. */
const KINDS_BEHIND: Readonly<Record<CiOpenEnd['kind'], readonly PlacedCommand['kind'][]>> = {
  action: [],
  container: ['dockerfile', 'compose', 'shell-script'],
  make: [],
  nox: [],
  python: [],
  script: ['shell-script'],
  task: [],
  tox: [],
};

const DARK: ReadonlySet<CiOpenEnd['kind']> = new Set(['action', 'make', 'task', 'tox']);

/** Nothing shows what is run there. */
function isDark({ kind, what }: CiOpenEnd, { files }: ProjectModel): boolean {
  if (kind === 'nox') return !files.has('noxfile.py');
  // A program that a variable names is identified by the words around it; a file without a name for its kind by nothing.
  return DARK.has(kind);
}

type Texts = { readonly jobs: readonly unknown[] };

/** Everything that is written below a job, scripts as their lines, but the lines that install something: names of steps, matrices, scripts of all shells. */
function addTexts({ jobs }: Texts, add: (text: string) => void): void {
  const visit = (value: unknown): void => {
    if (typeof value === 'string') for (const line of value.split('\n')) if (!INSTALLATION.test(line)) add(line);
    if (typeof value === 'object' && value !== null)
      for (const [key, member] of Object.entries(value)) if (key !== 'script') visit(member);
  };
  visit(jobs);
}

const INSTALLATION = /\b(?:install|add|sync|download|restore-keys|cache)\b|requirements|^\s*#/;

const isInstalling = ({ words }: PlacedCommand['command']): boolean =>
  words.slice(0, 5).some(({ text }) => /^(?:install|add|sync|wheel|download|echo|printf|export)$/.test(text));

const wordsOf = (text: string): readonly string[] => text.split(/[^\w.-]+/);
