/** Python that something starts or imports is read, whatever its file is called, or a notice says that it is not. */
import { describe, expect, it } from 'vitest';
import { makeProject, runCli } from './run-cli.ts';

const EVIL = `import os
from flask import request

def run():
    os.system(request.args["cmd"])

run()
`;

async function scanned(files: Readonly<Record<string, string | Buffer>>, ...argv: string[]) {
  const result = await runCli(['--format', 'json', '--quiet', ...argv], { cwd: makeProject(files) });
  const { findings, notices } = JSON.parse(result.stdout) as {
    findings: { rule: string; severity: string; path: string }[];
    notices: { kind: string; path: string; line?: number; message: string }[];
  };
  return {
    code: result.code,
    dangers: findings.flatMap(({ severity, path }) => (severity === 'P0' ? path : [])),
    reported: notices.flatMap(({ kind, path, message }) => (kind === 'unread-code' ? `${path}: ${message}` : [])),
  };
}

describe('a file that is given to Python to run', () => {
  it.each([
    ['conf/a.txt', 'main.py', 'import runpy\nrunpy.run_path("conf/a.txt")\n'],
    [
      'conf/a.inc',
      'app/main.py',
      'from importlib.machinery import SourceFileLoader\nSourceFileLoader("a", "conf/a.inc")\n',
    ],
    ['vendor/a.dat', 'main.py', 'with open("vendor/a.dat") as file:\n    exec(file.read())\n'],
    ['tool', 'main.py', 'import subprocess, sys\nsubprocess.run([sys.executable, "tool"])\n'],
    ['conf/a.dat', 'Makefile', 'run:\n\tcd conf && python a.dat\n'],
    ['conf/a.dat', 'go.sh', 'uv run --script conf/a.dat\n'],
    ['conf/a.dat', 'go.sh', 'torchrun --nproc_per_node=2 conf/a.dat\n'],
    ['conf/a.dat', 'justfile', 'run:\n    python conf/a.dat\n'],
    ['conf/a.dat', 'app.service', '[Service]\nExecStart=/usr/bin/python3 /srv/conf/a.dat\n'],
    ['conf/a.dat', 'go.bat', 'python conf/a.dat\r\n'],
    ['conf/a.dat', 'package.json', '{"scripts": {"start": "python conf/a.dat"}}'],
    ['conf/a.dat', 'scripts/go.sh', 'python3 "$(dirname "$0")/../conf/a.dat"\n'],
    ['conf/a.dat', 'Dockerfile', 'FROM python:3.12\nCOPY . /app\nCMD ["python", "/app/conf/a.dat"]\n'],
    ['conf/a.dat', '.github/workflows/ci.yml', 'on: push\njobs:\n  a:\n    steps:\n      - run: python conf/a.dat\n'],
    [
      'conf/a.dat',
      'nb.ipynb',
      JSON.stringify({
        cells: [{ cell_type: 'code', source: ['x = 1\n', '!python conf/a.dat'], metadata: {}, outputs: [] }],
        metadata: { kernelspec: { language: 'python', name: 'python3' } },
        nbformat: 4,
        nbformat_minor: 5,
      }),
    ],
  ])('is read: %s by %s', async (path, by, content) => {
    expect(await scanned({ 'other.py': 'x = 1\n', [path]: EVIL, [by]: content })).toMatchObject({ dangers: [path] });
  });

  it('is read in turn, and what gives nothing to Python is data', async () => {
    const files = {
      'main.py': 'exec(open("one.dat").read())\n',
      'one.dat': 'import runpy\nrunpy.run_path("two.dat")\n',
      'two.dat': EVIL,
      'three.dat': EVIL,
    };
    expect(await scanned(files)).toMatchObject({ dangers: ['two.dat'], reported: [] });
  });

  it.each(['a.PY', 'a.wsgi', 'a.tac'])('is one by its name: %s', async (path) => {
    expect(await scanned({ [path]: EVIL })).toMatchObject({ dangers: [path] });
  });

  it('is reported where it cannot be read', async () => {
    const files = {
      'main.py': 'import runpy\nrunpy.run_path("a.bin")\nrunpy.run_path("b.yaml")\nrunpy.run_path("c.pyz")\n',
      'a.bin': Buffer.from([0, 1]),
      'b.yaml': 'a: 1\n',
      'c.pyz': Buffer.from('PK'),
    };
    expect(await scanned(files)).toMatchObject({
      code: 0,
      reported: [
        'a.bin: run by Python, but not a text file: not scanned',
        'b.yaml: run by Python, but read only as the kind of file its name suggests',
        'c.pyz: an archive that Python runs or imports from: not scanned',
      ],
    });
  });
});

describe('a file that is given to Python and is too large', () => {
  it('leaves the scan incomplete', async () => {
    const files = {
      'main.py': 'import runpy\n\nrunpy.run_path("a.dat")\n',
      'a.dat': Buffer.alloc(5 * 1024 * 1024 + 1, 'x = 1\n'),
    };
    expect(await scanned(files)).toMatchObject({ code: 3, reported: [] });
  });
});

describe('code that is not read', () => {
  it.each([
    ['a.pyc', Buffer.from([1]), 'bytecode without source, which Python can import: not scanned'],
    ['a.pyx', EVIL, 'Cython code: not scanned'],
    ['a.ipy', EVIL, 'an IPython script: not scanned'],
    ['a.pth', 'import os; os.system("id")\n', 'contains lines that run whenever Python starts: not scanned'],
    [
      'Dockerfile',
      'FROM python:3.12\nRUN python - <<EOF\nimport os\nEOF\n',
      'Python code inside a command: not scanned',
    ],
    ['go.sh', 'python -c "\nimport os\n"\n', 'Python code inside a command: not scanned'],
  ])('is reported: %s', async (path, content, message) => {
    expect(await scanned({ 'main.py': 'x = 1\n', [path]: content })).toEqual({
      code: 0,
      dangers: [],
      reported: [`${path}: ${message}`],
    });
  });

  it('is none where a source stands beside it, or a path file only names folders', async () => {
    const files = { 'main.py': 'x = 1\n', 'main.pyc': Buffer.from([1]), 'a.pth': 'lib\n', 'go.sh': 'python main.py\n' };
    expect((await scanned(files)).reported).toEqual([]);
  });

  it('is reported in one notice for each reason', async () => {
    const files = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [`${name}.pyx`, '']));
    expect((await scanned({ 'main.py': 'x = 1\n', ...files })).reported).toEqual([
      'a.pyx: Cython code: not scanned; likewise `b.pyx`, `c.pyx`, `d.pyx`, `e.pyx` and 2 more',
    ]);
  });

  it('is what `exclude` leaves out and the rest imports, loads or starts', async () => {
    const files = {
      'auditlint.toml': 'exclude = ["gen/**"]\n',
      'main.py':
        'import importlib\nimport runpy\nfrom gen import a\n\nimportlib.import_module("gen.b")\nrunpy.run_path("gen/c.dat")\nprint(a)\n',
      'gen/a.py': EVIL,
      'gen/b.py': EVIL,
      'gen/c.dat': EVIL,
      'gen/unused.py': EVIL,
    };
    expect(await scanned(files)).toMatchObject({
      dangers: [],
      reported: [
        'gen/a.py: excluded by the configuration, but imported or run by scanned code: not scanned; likewise `gen/b.py`, `gen/c.dat`',
      ],
    });
  });

  it('is none where it is excluded, or given to Python all the same', async () => {
    const files = {
      'auditlint.toml': 'exclude = ["gen/**"]\n',
      'main.py': 'import runpy\n\nrunpy.run_path("a.ipy")\n',
      'a.ipy': EVIL,
      'gen/b.pyc': Buffer.from([1]),
    };
    expect(await scanned(files)).toMatchObject({ dangers: ['a.ipy'], reported: [] });
  });

  it("of what was not asked for is nobody's business", async () => {
    const files = { 'setup.py': '', 'pkg/main.py': 'x = 1\n', 'lib/a.pyx': '' };
    expect((await scanned(files, 'pkg')).reported).toEqual([]);
  });
});

describe('a notebook', () => {
  it('runs the cells of another Python too', async () => {
    const source = `%%python\n${EVIL}`;
    const notebook = JSON.stringify({
      cells: [{ cell_type: 'code', source, metadata: {}, outputs: [] }],
      metadata: { kernelspec: { language: 'python', name: 'python3' } },
      nbformat: 4,
      nbformat_minor: 5,
    });
    expect(await scanned({ 'nb.ipynb': notebook }, '--profile', 'strict')).toMatchObject({ dangers: ['nb.ipynb'] });
  });
});
