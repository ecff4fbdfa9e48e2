/** A scan that loads the rules of the default profile alone says what one that loads all of them says, whatever is configured. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { rules as registry } from '../../rules/index.ts';
import { profileOf } from '../../src/findings/index.ts';
import { FAULTY, makeProject, runCli, UNFINISHED, WITH_CACHE } from './run-cli.ts';

const loading = vi.hoisted(() => ({ isAll: false }));

vi.mock('../../src/cli/default-rules.ts', async (original) => {
  const { rules } = await original<typeof import('../../src/cli/default-rules.ts')>();
  return {
    get rules() {
      return loading.isAll ? registry : rules;
    },
  };
});

it('they are those of the registry, in its order, with what decides whether they run', async () => {
  const { rules } = await vi.importActual<typeof import('../../src/cli/default-rules.ts')>(
    '../../src/cli/default-rules.ts',
  );
  const told = (all: typeof rules) =>
    all.map(({ category, name, rule: { docs } }) => [category, name, profileOf(docs), docs.ceiling]);
  expect(told(rules)).toEqual(told(registry));
  const loaded = new Set(rules.filter(({ isUnloaded }) => isUnloaded !== true));
  for (const { name, rule, firstSight } of registry)
    if (profileOf(rule.docs) === 'default')
      expect([...loaded]).toContainEqual({
        name,
        category: expect.anything(),
        rule,
        ...(firstSight && { firstSight }),
      });
  expect(loaded.size).toBe(registry.filter(({ rule: { docs } }) => profileOf(docs) === 'default').length);
});

/** One finding of the default profile, some of the strict one, and comments about rules of both. */
const FILES = {
  'app.py': `${FAULTY}\n\ndef stop():\n    try:\n        open("a")\n    except:  # noqa: E722\n        pass\n`,
  'jobs/clean.py':
    'import os\n\n\ndef clean(path):  # auditlint: ignore[placeholder-implementation] nothing here\n    os.system("rm " + path)\n',
  'jobs/todo.py': UNFINISHED,
  'setup.py': '',
};

const CASES: Readonly<
  Record<string, readonly [config: string, argv?: readonly string[], files?: Readonly<Record<string, string>>]>
> = {
  'nothing is configured': [''],
  'the profile is strict': ['profile = "strict"\n'],
  'the command line says strict': ['', ['--profile', 'Strict']],
  'the command line says default': ['profile = "strict"\n', ['--profile', 'default']],
  'a strict rule is selected on the command line': ['', ['--select', 'placeholder-implementation']],
  'a strict rule is selected in the default profile': [
    '',
    ['--select', 'placeholder-implementation', '--profile', 'default'],
  ],
  'a strict rule is selected': ['select = ["placeholder-implementation", "concurrency"]\n'],
  'a strict rule is enabled at a path': ['[[overrides]]\npaths = ["jobs"]\nenable = ["placeholder-implementation"]\n'],
  'a strict rule is enabled at a path, and the profile is fixed': [
    '[[overrides]]\npaths = ["jobs"]\nenable = ["placeholder-implementation"]\n',
    ['--profile', 'default'],
  ],
  'a folder has its own profile': ['', [], { 'jobs/auditlint.toml': 'profile = "strict"\n' }],
  'a folder selects a strict rule': [
    '',
    ['--format', 'sarif'],
    { 'jobs/auditlint.toml': 'select = ["placeholder-implementation"]\n' },
  ],
  'a folder extends a strict configuration': [
    '',
    [],
    { 'jobs/auditlint.toml': 'extend = "../strict.toml"\n', 'strict.toml': 'profile = "strict"\n' },
  ],
  'the configuration of a folder is wrong': ['', [], { 'jobs/auditlint.toml': 'profil = "strict"\n' }],
  'a severity is selected': ['', ['--select', 'P2']],
  'a severity is ignored': ['ignore = ["P1", "P3"]\n'],
  'a strict rule has another severity': ['[severity]\nplaceholder-implementation = "P0"\n'],
  'no comment suppresses a severity': ['unsuppressable = ["P1", "P3"]\n'],
  'a strict rule has options that it has not': ['[rules.placeholder-implementation]\nmax = 3\n'],
  'a strict rule has options': ['[rules.hardcoded-resource-limit]\nallowed = ["a"]\n'],
  'a rule of another name is ignored': ['ignore = ["placeholder-implementations"]\n'],
  'another rule is selected': ['', ['--select', 'no-such-rule']],
  'there is no such path': ['', ['nowhere.py']],
};

it.each(Object.entries(CASES))('it says the same where %s', async (_, [config, argv = [], files = {}]) => {
  const cwd = makeProject();
  for (const [path, text] of Object.entries({ ...FILES, 'auditlint.toml': config, ...files })) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const run = async (isAll: boolean, env?: Readonly<Record<string, string>>) => {
    loading.isAll = isAll;
    const words = argv.includes('--format') ? argv : ['--format', 'json', ...argv];
    return runCli(words, { cwd, ...(env !== undefined && { env }) });
  };
  const all = await run(true);
  expect(await run(false)).toEqual(all);
  // Either goes by what the other kept.
  expect(await run(true, WITH_CACHE)).toEqual(all);
  expect(await run(false, WITH_CACHE)).toEqual(all);
  writeFileSync(join(cwd, 'jobs/clean.py'), `${FILES['jobs/clean.py']}\n\ndef more():\n    clean("b")\n`);
  const changed = await run(true);
  expect(await run(false, WITH_CACHE)).toEqual(changed);
  expect(await run(true, WITH_CACHE)).toEqual(changed);
});
