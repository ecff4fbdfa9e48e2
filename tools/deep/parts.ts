import type { ProgramName } from './programs.ts';

/** A part of `npm run test:deep`: what takes minutes, or needs programs that are not installed everywhere. */
export interface DeepPart {
  readonly name: string;
  /** What it shows, as a clause. */
  readonly shows: string;
  /** Globs of `*.deep.test.ts` below `test`; or, where there are none, a command. */
  readonly tests: readonly string[];
  readonly command?: readonly string[];
  /** Beside Node and git. */
  readonly programs: readonly ProgramName[];
  readonly environment?: Readonly<Record<string, string>>;
  /** It measures processor time, which the threads of a process share: its tests run one after another. */
  readonly isMeasured?: true;
  /** Globs of what it depends on most: anyone who changes these runs it before a merge. */
  readonly touchedBy: readonly string[];
}

/** Fast tests that ask `propertyRuns` how often to try. */
const PROPERTIES = [
  'test/semantics/flow-parity.test.ts',
  'test/semantics/values-parity.test.ts',
  'test/cli/folder-agrees.test.ts',
  'test/cli/shards.test.ts',
  'test/register',
  'test/replay/reading/read-markdown.property.test.ts',
];

/** What it starts is the program as it was built before. */
const EXTENSION = 'npm ci --silent --ignore-scripts && npm test && npm run package';

/** In the order in which they run. A `*.deep.test.ts` belongs to the first with a glob for it. */
export const DEEP_PARTS: readonly DeepPart[] = [
  {
    name: 'secrets',
    shows: 'no form of a secret is in anything that is written, whatever rules run',
    tests: ['test/secrets/**'],
    programs: [],
    touchedBy: [
      'src/knowledge/hidden/**',
      'src/reporters/**',
      'src/engine/**',
      'src/replay/**',
      'src/report/**',
      'src/register/**',
      'src/cache/**',
    ],
  },
  {
    name: 'golden',
    shows: 'no finding changed, over all fixtures and pinned packages',
    tests: [],
    command: ['npm', 'run', '--silent', 'golden'],
    programs: [],
    touchedBy: ['rules/**', 'src/**', 'tools/golden/**', 'fixtures/rules/**'],
  },
  {
    name: 'metamorphosis',
    shows: 'findings survive changes of spelling',
    tests: ['test/metamorphosis/**'],
    programs: ['python3'],
    touchedBy: ['rules/**', 'src/semantics/**', 'src/testing/metamorphoses/**', 'test/metamorphosis/**'],
  },
  {
    name: 'growth',
    shows: 'time grows with the size of what is read',
    tests: ['test/growth/**', 'test/**/*growth.deep.test.ts', 'test/engine/hostile-files*', 'test/project/hostile*'],
    programs: [],
    isMeasured: true,
    touchedBy: ['test/growth/**'],
  },
  {
    name: 'budgets',
    shows: 'no phase, fact or rule costs half more than its budget, against parsing in the same run',
    tests: [],
    command: ['npm', 'run', '--silent', 'bench', '--', '--phases', '--check'],
    programs: [],
    touchedBy: ['src/semantics/**', 'src/project/**', 'src/engine/**', 'rules/**'],
  },
  {
    name: 'nesting',
    shows: 'no depth of the code ends a rule',
    tests: ['test/engine/deep-nesting.deep.test.ts'],
    programs: [],
    touchedBy: ['src/ast/lower/**', 'src/engine/**', 'test/engine/**'],
  },
  {
    name: 'expressions',
    shows: 'no regular expression goes over a text again and again',
    tests: ['test/house/**'],
    programs: [],
    isMeasured: true,
    touchedBy: ['test/house/expressions/**'],
  },
  {
    name: 'fuzz',
    shows: 'changed bytes break nothing',
    tests: ['test/fuzz/**'],
    programs: [],
    touchedBy: ['src/engine/**', 'test/fuzz/**'],
  },
  {
    name: 'parity',
    shows: 'trees and scopes are those of CPython, over its standard library',
    tests: [],
    command: ['npm', 'run', '--silent', 'parity'],
    programs: ['python3'],
    touchedBy: ['src/syntax/**', 'src/ast/**'],
  },
  {
    name: 'control-flow',
    shows: 'every statement that CPython compiles is reached in its control-flow graph, over its standard library',
    tests: ['test/flow/**'],
    programs: [],
    touchedBy: ['src/flow/**'],
  },
  {
    name: 'scopes',
    shows: 'scopes are those of the symtable of CPython, over its standard library',
    tests: [],
    command: ['npm', 'run', '--silent', 'scope-parity'],
    programs: ['python3'],
    touchedBy: ['src/semantics/names/**'],
  },
  {
    name: 'encodings',
    shows: 'a file is read in the encoding that CPython takes it for',
    tests: ['test/text/*-differential*'],
    programs: ['python3'],
    touchedBy: ['src/text/decode.ts'],
  },
  {
    name: 'fixes',
    shows: 'what a fix writes is the same program to CPython, but for the defect',
    tests: ['test/fix-differential*'],
    programs: ['python3'],
    touchedBy: ['src/kit/fixes/**', 'fixtures/fixes/**'],
  },
  {
    name: 'suppressions',
    shows: 'the comment that `auditlint suppress` writes suppresses one finding, for every flagged fixture',
    tests: [],
    command: ['npm', 'run', '--silent', 'suppressions'],
    programs: [],
    touchedBy: ['src/audit/suppress/**', 'src/engine/suppressions/**'],
  },
  {
    name: 'properties',
    shows: 'properties hold twenty times as often as `npm test` tries them',
    tests: [],
    command: ['npx', 'vitest', 'run', '--project', 'fast', ...PROPERTIES],
    environment: { AUDITLINT_PROPERTY_FACTOR: '20' },
    programs: ['python3'],
    touchedBy: ['src/register/**', 'src/replay/reading/**', 'src/semantics/**'],
  },
  {
    name: 'cache',
    shows: 'a warm answer is the cold one over histories of edits and damage',
    tests: ['test/cache/**'],
    programs: [],
    touchedBy: ['src/cache/**', 'src/cli/scan-memory.ts', 'src/cli/scan-inputs.ts', 'test/cache/**'],
  },
  {
    name: 'threads',
    shows: 'threads change no byte, and lose a file and no other',
    tests: ['test/engine/workers/**'],
    programs: [],
    touchedBy: ['src/engine/workers/**'],
  },
  {
    name: 'editors',
    shows: 'Neovim and Emacs show findings',
    tests: ['test/editor/**'],
    programs: ['neovim', 'emacs'],
    touchedBy: ['src/editor/**', 'docs/editors.md'],
  },
  {
    name: 'vscode',
    shows: 'the extension for VS Code starts the server and packs',
    tests: [],
    command: ['bash', '-c', `npm run --silent build && cd editors/vscode && ${EXTENSION}`],
    programs: [],
    touchedBy: ['editors/vscode/**', 'src/editor/**'],
  },
  {
    name: 'agents',
    shows: 'agents are served by a process',
    tests: ['test/agents/**'],
    programs: [],
    touchedBy: ['src/cli/agents/**'],
  },
  {
    name: 'browser',
    shows: 'the report works in a browser, and runs nothing of the repository',
    tests: ['test/report/**'],
    programs: ['chromium'],
    touchedBy: ['src/report/**'],
  },
  {
    name: 'site',
    shows: 'the site and its playground work in a browser',
    tests: [],
    command: ['npm', 'run', '--silent', 'verify-site'],
    programs: ['chromium'],
    touchedBy: ['site/**', 'tools/site/**'],
  },
  {
    name: 'fleet',
    shows: 'a fleet survives servers that stop, forget or are too old',
    tests: ['test/fleet/**'],
    programs: ['redis', 'postgresql'],
    touchedBy: ['src/fleet/**', 'src/cli/fleet/**', 'test/fleet/**'],
  },
  {
    name: 'shells',
    shows: 'completion works in the shells that it is written for',
    tests: ['test/cli/completion*'],
    programs: ['fish', 'zsh'],
    touchedBy: ['src/cli/completion/**'],
  },
  {
    name: 'action',
    shows: 'the GitHub Action of a release tree, under attack and on pull requests',
    tests: ['test/action/**'],
    programs: [],
    touchedBy: ['src/action/**', 'test/action/**'],
  },
  {
    name: 'documents',
    shows: 'every command and configuration in the documentation runs and prints what the page says',
    tests: ['test/docs/**'],
    programs: [],
    touchedBy: ['docs/*.md', 'measurements/*.md', 'README.md', 'src/cli/**'],
  },
  {
    name: 'plugins',
    shows: 'the packed package is enough to write, test and run a plug-in',
    tests: ['test/plugins/**'],
    programs: [],
    touchedBy: ['src/plugins/**', 'src/kit/public.ts', 'src/testing/**'],
  },
  {
    name: 'commands',
    shows: 'the commands for developers run as they are called',
    tests: ['test/tools/**'],
    programs: [],
    touchedBy: ['tools/**', 'test/tools/**'],
  },
  {
    name: 'release',
    shows: 'the release tree and the wheel hold what is published, and nothing else',
    tests: ['test/release/**'],
    programs: ['python3'],
    touchedBy: ['tools/build/**', 'tools/release/**', 'tools/wheel/**', 'python/**'],
  },
  {
    name: 'distribution',
    shows:
      'npm, four versions of Node, pip, uv, pre-commit and the readers of reports take the release; two minutes of fuzzing',
    tests: [],
    command: ['npm', 'run', '--silent', 'verify-release'],
    programs: ['python3', 'go'],
    environment: { AUDITLINT_FUZZ_SECONDS: '120' },
    touchedBy: ['tools/release/**', 'src/reporters/**', '.github/**', 'docs/ci/**'],
  },
  {
    name: 'java-readers',
    shows: 'SonarQube and Jenkins read the reports that are for them',
    tests: [],
    command: ['npm', 'run', '--silent', 'verify-java-readers'],
    programs: ['python3'],
    touchedBy: ['src/reporters/gitlab.ts', 'src/reporters/sonarqube.ts'],
  },
];
