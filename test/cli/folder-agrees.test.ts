/** A folder gets the findings that a scan of everything gets there: the same findings, whatever else is in the project. */
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { propertyRuns } from '../property-runs.ts';
import { FAULTY, faulty, KEPT, makeProject, runCli, UNFINISHED } from './run-cli.ts';

const FOLDERS = ['a', 'a/b', 'c'];
const MODULES = ['main', 'a.__init__', 'a.x', 'a.b.__init__', 'a.b.y', 'c.z', 'c.w'];
const pathOf = (module: string): string => `${module.replaceAll('.', '/')}.py`;

/** A program that calls what another module may define, and is started. */
const caller = (module: string): string => `from ${module.replace('.__init__', '')} import check_read, read, load

def poll():
    while True:
        check_read("orders.csv", 1)
        load(read("orders.csv"))


if __name__ == "__main__":
    poll()
`;
const ROUTE = `import time

from fastapi import FastAPI
from c.z import pause

app = FastAPI()


@app.get("/orders")
async def orders():
    time.sleep(1)
    pause()
    return {}
`;
const PAUSE = `import threading
import time

import requests

KNOWN = {}


def pause():
    time.sleep(2)
    KNOWN[time.time()] = requests.get("https://example.com/orders")


def fetch(url):
    try:
        return requests.get(url).json()
    except Exception:
        return None


threading.Thread(target=fetch, args=("https://example.com",)).start()
`;
const BODIES = [
  ...[FAULTY, faulty('load'), KEPT, KEPT.replace('it is a probe', ''), UNFINISHED, ROUTE, PAUSE],
  ...MODULES.map(caller),
  'from .x import *\nfrom . import nowhere\n',
  'def broken(:\n    pass\n',
  'x = 1  # auditlint: ignore[call-signature-mismatch] nothing is here\n',
];
const OTHERS: readonly (readonly [string, readonly string[]])[] = [
  ['Dockerfile', ['FROM python:3.12\nCOPY . .\nCMD ["python", "-m", "main"]\n']],
  ['a/Dockerfile', ['FROM python\nRUN pip install flask\nCMD ["python", "x.py"]\n']],
  ['requirements.txt', ['fastapi==0.110.0\n', 'requests\n']],
  ['a/requirements.txt', ['requests==2.0\nnumpy\n']],
  ['auditlint.toml', ['exclude = ["c/w.py"]\n', 'ignore = ["blind-except"]\n[severity]\nunused-import = "P1"\n']],
  ['a/auditlint.toml', ['profile = "strict"\n', 'unsuppressable = ["call-signature-mismatch"]\n']],
  ['a/b/auditlint.toml', ['ignore = ["call-signature-mismatch"]\n', 'exclude = ["y.py"]\n']],
  ['.gitignore', ['c/\n', 'b\n']],
];

interface Outcome {
  readonly path: string;
  readonly line: number;
  readonly rule?: string;
  readonly severity: string;
  readonly message: string;
  readonly fingerprint: string;
  readonly places?: readonly Outcome[];
}

function line({ path, line: at, severity, message, fingerprint }: Outcome, rule: string): string {
  return `${path}:${at} ${rule} ${severity} ${fingerprint} ${message}`;
}

const isIn = (folder: string, text: string): boolean => text.startsWith(`${folder}/`);

async function scan(cwd: string, ...argv: readonly string[]) {
  const { stdout } = await runCli([...argv, '--format', 'json', '--fail-on', 'never', '--quiet'], { cwd });
  // A folder that holds nothing that is read has no report.
  const { findings, suppressed } = JSON.parse(stdout || '{"findings":[],"suppressed":[]}') as Record<
    'findings' | 'suppressed',
    readonly Outcome[]
  >;
  const lines = findings.map((finding) => line(finding, finding.rule ?? ''));
  const places = findings.flatMap(({ rule = '', places: others = [] }) =>
    others.map((place) => line(place, place.rule ?? rule)),
  );
  const accepted = suppressed.map((finding) => line(finding, finding.rule ?? ''));
  return { lines, all: [...lines, ...places].sort(), accepted: accepted.sort() };
}

const project = fc.record({
  // Nothing says that a project begins here.
  isUnmarked: fc.boolean(),
  modules: fc.tuple(...MODULES.map(() => fc.option(fc.constantFrom(...BODIES), { nil: '' }))),
  others: fc.tuple(...OTHERS.map(([, texts]) => fc.option(fc.constantFrom(...texts), { nil: undefined, freq: 1 }))),
});

it('a folder is told of as all of the project tells of it', async () => {
  await fc.assert(
    fc.asyncProperty(project, async ({ isUnmarked, modules, others }) => {
      const written = others.flatMap((text, i) => (text === undefined ? [] : [[OTHERS[i]?.[0] ?? '', text] as const]));
      const cwd = makeProject({
        ...(!isUnmarked && { '.git/HEAD': '' }),
        ...Object.fromEntries(MODULES.map((module, i) => [pathOf(module), modules[i] ?? ''])),
        ...Object.fromEntries(written),
      });
      const isIgnored = written.some(([path]) => path === '.gitignore');
      for (const profile of ['default', 'strict']) {
        const whole = await scan(cwd, '.', '--profile', profile);
        for (const folder of FOLDERS) {
          // What git ignores is scanned where it is named.
          if (isIgnored && folder !== 'a') continue;
          const part = await scan(cwd, folder, '--profile', profile);
          const within = (lines: readonly string[]) => lines.filter((each) => isIn(folder, each));
          expect(part.accepted).toEqual(within(whole.accepted));
          expect(part.all).toEqual(within(whole.all));
          expect(part.all).toEqual(expect.arrayContaining(within(whole.lines)));
        }
      }
    }),
    { numRuns: propertyRuns(6) },
  );
});

const FIXTURES = new URL('../../fixtures/', import.meta.url).pathname;

/** Fixtures that are small repositories with folders. */
const REPOSITORIES = [
  'demo-service',
  ...readdirSync(join(FIXTURES, 'rules')).flatMap((category) =>
    readdirSync(join(FIXTURES, 'rules', category)).flatMap((rule) =>
      readdirSync(join(FIXTURES, 'rules', category, rule), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `rules/${category}/${rule}/${name}`),
    ),
  ),
].filter((fixture) => foldersIn(join(FIXTURES, fixture)).length > 1);

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Some of them, or all. */
const SHARE = Number(process.env.AUDITLINT_FOLDER_FIXTURES ?? 8);
const chosen = REPOSITORIES.filter((_, index) => index % Math.ceil(REPOSITORIES.length / SHARE) === 0);

it.each(chosen)('each folder of %s is told of as all of it tells', async (fixture) => {
  const cwd = mkdtempSync(join(tmpdir(), 'auditlint-folders-'));
  cpSync(join(FIXTURES, fixture), cwd, { recursive: true });
  for (const profile of ['default', 'strict']) {
    const whole = await scan(cwd, '.', '--profile', profile);
    for (const folder of foldersIn(cwd)) {
      // A folder may be called as a command is.
      const part = await scan(cwd, `./${folder}`, '--profile', profile);
      expect([folder, ...part.all]).toEqual([folder, ...whole.all.filter((each) => isIn(folder, each))]);
    }
  }
});
