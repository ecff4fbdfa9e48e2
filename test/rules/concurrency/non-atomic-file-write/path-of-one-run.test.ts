import { expect, it } from 'vitest';
import { isPathOfOneRun } from '../../../../rules/concurrency/non-atomic-file-write/path-of-one-run.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fileAccessOf } from '../../../../src/semantics/files/file-access.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function isOfOneRun(code: string): Promise<boolean | undefined> {
  const { model } = await fixtureOf('app/files.py', `import tempfile\n\n${code}\n`);
  const accesses = nodesOf(model.source.module, 'Call').flatMap((call) => fileAccessOf(call, model) ?? []);
  const last = accesses.at(-1);
  return last && isPathOfOneRun(last.path, model);
}

it.each([
  ['folder = tempfile.mkdtemp()\nopen(folder + "/a", "w")', true],
  ['folder = "/data"\nopen(folder + "/a", "w")', false],
  ['def save(path):\n    open(path, "w")\n\nsave(tempfile.mkdtemp() + "/a")\nsave(tempfile.mkdtemp() + "/b")', true],
  ['def save(path):\n    open(path, "w")\n\nsave(tempfile.mkdtemp() + "/a")\nsave("/data/b")', false],
  // Both values of the attribute hold the same name.
  [
    'FOLDER = tempfile.mkdtemp()\n\nclass Store:\n    def __init__(self, full):\n        if full:\n            self.path = FOLDER + "/a"\n        else:\n            self.path = FOLDER + "/b"\n\n    def save(self):\n        open(self.path, "w")',
    true,
  ],
  // Names that are bound by each other.
  ['def f(n):\n    a = b = "x"\n    while n:\n        a = b + "1"\n        b = a + "2"\n    open(a, "w")', false],
])('%s: %s', async (code, expected) => {
  expect(await isOfOneRun(code)).toBe(expected);
});
