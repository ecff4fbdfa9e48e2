/** Every form of a secret, in everything that the program writes, whether the rules about secrets run or not. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { TOOLS } from '../../src/cli/agents/tools.ts';
import { diagnosticsOf } from '../../src/editor/diagnostics.ts';
import { hoverOf } from '../../src/editor/hover.ts';
import { scanRepository } from '../../src/index.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { makeProject, runCli, WITH_CACHE } from '../cli/run-cli.ts';
import { BLOCKS, FILES, GENERATED, KINDS, STATEMENTS } from './forms.ts';

const HEAD = `import json


def open_vault(user, password): ...


class Vault:
    def __init__(self, user, password): ...


`;
const SECRET_RULES =
  'hardcoded-secret,env-file-not-ignored,compose-literal-secret,plain-secret-field,secret-without-kdf';
/** What fires on the lines of the secrets, and beside them. */
const OTHERS =
  'bare-except,constant-condition,f-string-without-placeholder,request-without-timeout,unused-import,unbound-name';

interface Project {
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** Every form in a file of its own, each with a secret of its own. */
function projectOf(make: (number: number) => string): Project {
  const files: Record<string, string> = { 'pyproject.toml': '[project]\nname = "x"\nversion = "1"\n' };
  const secrets: string[] = [];
  const next = (): string => {
    const secret = make(secrets.length + 1000);
    secrets.push(secret);
    return secret;
  };
  const statements = make === KINDS.random ? [...STATEMENTS, ...GENERATED] : STATEMENTS;
  statements.forEach((form, index) => {
    const body = form(next());
    files[`app/statement_${index}.py`] = `${HEAD}try:\n    json_of()\nexcept: ${body}\n`;
  });
  BLOCKS.forEach((form, index) => {
    const body = form(next()).replaceAll('\n', '\n    ');
    files[`app/block_${index}.py`] = `${HEAD}try:\n    ${body}\nexcept: pass\n`;
  });
  files['app/cells.ipynb'] = notebook(STATEMENTS.map((form) => `try:\n    go()\nexcept: ${form(next())}\n`));
  FILES.forEach(([name, form], index) => {
    files[`service_${index}/${name}`] = form(next());
  });
  return { files, secrets };
}

function notebook(cells: readonly string[]): string {
  const source = (code: string) => code.split(/(?<=\n)/);
  return JSON.stringify({
    cells: cells.map((code) => ({
      cell_type: 'code',
      source: source(code),
      metadata: {},
      outputs: [],
      execution_count: null,
    })),
    metadata: { kernelspec: { language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

const hash = (kind: string, text: string): string => createHash(kind).update(text).digest('hex');

/** Those that are reported, as they are or in a form that gives them away. */
function leakedIn(output: string, secrets: readonly string[]): readonly string[] {
  return secrets.filter((secret) =>
    [
      secret,
      secret.slice(2),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      ...['md5', 'sha1', 'sha256'].map((kind) => hash(kind, secret)),
    ].some((form) => output.includes(form)),
  );
}

/** All files below a folder, as texts. */
function contentOf(folder: string): string {
  if (!existsSync(folder)) return '';
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
}

const CHOICES: readonly (readonly [name: string, argv: readonly string[]])[] = [
  ['all rules', ['--profile', 'strict']],
  ['the rules about secrets ignored', ['--profile', 'strict', '--ignore', SECRET_RULES]],
  ['only other rules', ['--profile', 'strict', '--select', OTHERS]],
];

describe.each(Object.entries(KINDS))('secrets that are %s', (_, make) => {
  const { files, secrets } = projectOf(make);
  let cwd = '';

  beforeAll(() => {
    cwd = makeProject(files);
  });

  describe.each(CHOICES)('%s', (_, argv) => {
    it.each(FORMATS)('%s', async (format) => {
      const { stdout, stderr } = await runCli(
        ['check', '--format', format, ...argv, '--all'].filter((word) => format === 'pretty' || word !== '--all'),
        { cwd },
      );
      expect(stdout).toContain('bare-except');
      expect(leakedIn(stdout + stderr, secrets)).toEqual([]);
    });

    it('a diff', async () => {
      const { stdout, stderr } = await runCli(['check', '--preview-fixes', '--unsafe-fixes', ...argv], { cwd });
      expect(stdout).toContain('@@');
      expect(leakedIn(stdout + stderr, secrets)).toEqual([]);
    });

    it('a baseline', async () => {
      const file = join(cwd, `known-${CHOICES.findIndex(([, each]) => each === argv)}.json`);
      await runCli(['baseline', ...argv, '--baseline', file], { cwd });
      expect(leakedIn(readFileSync(file, 'utf8'), secrets)).toEqual([]);
    });
  });

  it.each(['markdown', 'html', 'json'])('a report as %s', async (format) => {
    const { stdout, stderr } = await runCli(['report', '--format', format, '--profile', 'strict'], { cwd });
    expect(stdout).toContain('bare-except');
    expect(leakedIn(stdout + stderr, secrets)).toEqual([]);
  });

  it('an answer to why', async () => {
    // Each answer scans the whole project.
    const indexes = STATEMENTS.flatMap((_, index) => (index % 10 === 0 ? [index] : []));
    const reported = await Promise.all(
      indexes.map((index) => runCli(['why', `app/statement_${index}.py:13`], { cwd })),
    );
    const text = reported.map(({ stdout, stderr }) => stdout + stderr).join('');
    expect(text).toContain('bare-except');
    expect(leakedIn(text, secrets)).toEqual([]);
  });

  it('the tools of agents', async () => {
    const roots = { root: () => cwd, any: cwd, path: (path: string) => join(cwd, path) };
    for (const name of ['scan', 'preview_fix']) {
      const tool = TOOLS.find((each) => each.name === name);
      const work = tool?.plan({ profile: 'strict', ...(name === 'preview_fix' && { unsafe: true }) }, roots as never);
      const { stdout, stderr } = await runCli(work?.argv ?? [], { cwd });
      expect(stdout.length).toBeGreaterThan(1_000);
      expect(leakedIn(stdout + stderr, secrets)).toEqual([]);
    }
  });

  it('an editor', async () => {
    const outcome = await scanRepository(cwd, { profile: 'strict' });
    const { findings, notices } = outcome;
    const style = { uriOf: (path: string) => `file:///${path}`, pageOf: () => undefined };
    const shown = JSON.stringify([
      diagnosticsOf({ findings, notices } as never, style),
      hoverOf(findings as never, new Map()),
    ]);
    expect(shown).toContain('bare-except');
    expect(leakedIn(shown, secrets)).toEqual([]);
  });

  it('the folder of the cache', async () => {
    const folder = join(makeProject({}), 'cache');
    await runCli(['check', '--profile', 'strict', '--cache-dir', folder], { cwd, env: WITH_CACHE });
    expect(contentOf(folder).length).toBeGreaterThan(10_000);
    expect(leakedIn(contentOf(folder), secrets)).toEqual([]);
  });
});

/** Lines that hold no secret are shown as they are, also beside one. */
it('hides nothing else', async () => {
  const lines = ['import os, json', 'token_limit = 128', 'x = os.environ["API_TOKEN"]'];
  const cwd = makeProject({
    'app.py': `${lines.join('\n')}\ntry:\n    go(${'x'}, y)\nexcept: connect("db", password="hunter2-prod", port=5432)\n`,
  });
  const { stdout } = await runCli(['report', '--profile', 'strict'], { cwd });
  expect(stdout).toContain('except: connect("db", password="************", port=5432)');
  for (const line of lines) expect(stdout).toContain(line);
  expect(stdout).not.toContain('not shown');
});
