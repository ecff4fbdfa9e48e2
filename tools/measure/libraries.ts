/** `npm run measure -- libraries`: which libraries repositories import, and what the tables of `src/knowledge` know of each. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { nodesOf } from '../../src/ast/index.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { BLOCKING_CALLS } from '../../src/knowledge/blocking-calls.ts';
import { CLIENT_TIMEOUTS } from '../../src/knowledge/client-timeouts.ts';
import { COROUTINE_FUNCTIONS } from '../../src/knowledge/coroutine-functions.ts';
import { CALL_EFFECTS } from '../../src/knowledge/effects.ts';
import { AWAITED_RESULTS, CALL_RESULTS } from '../../src/knowledge/factories.ts';
import { HEAVY_OBJECTS } from '../../src/knowledge/heavy-objects.ts';
import { RESOURCE_OPENERS } from '../../src/knowledge/resources.ts';
import { SECRET_ARGUMENTS } from '../../src/knowledge/secret-arguments.ts';
import { STANDARD_LIBRARY_MODULES } from '../../src/knowledge/standard-library.ts';
import { hasClients } from '../../src/knowledge/synchronous-clients.ts';
import { readOptions, usageOf } from '../command-line.ts';
import { markdownTable } from '../first-sight/markdown-table.ts';

const usage = usageOf(`npm run measure -- libraries --over FOLDER [--over FOLDER …]
  --over FOLDER  a repository whose imports are counted
  --unknown      only libraries of which no table knows anything`);

const OPTIONS = { over: { type: 'string', multiple: true }, unknown: { type: 'boolean' } } as const;

/** What the tables are about, and the names in each. */
const SUBJECTS: readonly (readonly [subject: string, knows: (module: string) => boolean])[] = [
  ['effects', among(Object.values(CALL_EFFECTS).flat())],
  ['blocks', among(BLOCKING_CALLS)],
  ['waits', hasClients],
  ['coroutines', among(COROUTINE_FUNCTIONS)],
  ['timeout', among(CLIENT_TIMEOUTS.keys())],
  ['secret', among(SECRET_ARGUMENTS.map(({ call }) => call))],
  ['closes', among(RESOURCE_OPENERS.keys())],
  ['shared', among(HEAVY_OBJECTS.keys())],
  ['results', among([...CALL_RESULTS.keys(), ...AWAITED_RESULTS.keys()])],
];

function among(names: Iterable<string>): (module: string) => boolean {
  const modules = new Set(Array.from(names, (name) => name.split('.', 1)[0]));
  return (module) => modules.has(module);
}

/** Throws an Error with a sentence and the usage where no repository is named. */
export async function measureLibraries(args: readonly string[], print: (text: string) => void): Promise<void> {
  const { values } = readOptions(args, OPTIONS, usage);
  if (values.over === undefined) throw usage('`libraries` needs --over');
  const parser = await loadPythonParser();
  const importedBy = new Map<string, number>();
  for (const folder of values.over)
    for (const module of modulesImported(resolve(folder), (text) => parser.parse(text)))
      importedBy.set(module, (importedBy.get(module) ?? 0) + 1);
  const rows = [...importedBy]
    .map(([module, count]) => ({ module, count, known: SUBJECTS.filter(([, knows]) => knows(module)) }))
    .filter(({ known }) => values.unknown !== true || known.length === 0)
    .toSorted((a, b) => a.known.length - b.known.length || b.count - a.count || a.module.localeCompare(b.module));
  const cells = rows.map(({ module, count, known }) => [
    `\`${module}\``,
    String(count),
    known.map(([subject]) => subject).join(', '),
  ]);
  print(markdownTable(['Library', 'Repositories', 'Known'], cells));
  const unknown = rows.filter(({ known }) => known.length === 0).length;
  print(`\n${rows.length} libraries, ${unknown} of them in no table`);
}

type Parse = Awaited<ReturnType<typeof loadPythonParser>>['parse'];

/** Top-level modules that are neither of the standard library nor of the repository. */
function modulesImported(root: string, parse: Parse): ReadonlySet<string> {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => !VENDORED.test(path));
  const own = new Set(files.flatMap((path) => [basename(path, extname(path)), ...path.split('/').slice(0, -1)]));
  const found = new Set<string>();
  for (const path of files.filter((each) => each.endsWith('.py'))) {
    const { module } = parse(readFileSync(join(root, path), 'utf8'));
    const names = [
      ...nodesOf(module, 'Import').flatMap((statement) => statement.names.map(({ name }) => name)),
      ...nodesOf(module, 'ImportFrom').flatMap(({ level, module: from }) => (level === 0 && from ? [from] : [])),
    ];
    for (const name of names) found.add(name.split('.', 1)[0] as string);
  }
  return new Set([...found].filter((name) => !own.has(name) && !STANDARD_LIBRARY_MODULES.has(name)));
}

const VENDORED = /(?:^|\/)(?:node_modules|site-packages|\.?venv|\.git)\//;
