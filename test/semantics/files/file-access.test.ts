import { describe, expect, it } from 'vitest';
import { runsWhereFileIsMissing } from '../../../rules/concurrency/non-atomic-file-write/missing-file.ts';
import { nodesOf } from '../../../src/ast/index.ts';
import { fileAccessOf } from '../../../src/semantics/files/file-access.ts';
import { fixtureOf } from '../expectations.ts';

const HEAD = 'import codecs\nimport io\nfrom pathlib import Path\nimport torch\n\n';

/** `how path` of the first call of a text that has an access. */
async function accessIn(code: string): Promise<string | undefined> {
  const { model } = await fixtureOf('app/files.py', `${HEAD}${code}\n`);
  const access = nodesOf(model.source.module, 'Call')
    .map((call) => fileAccessOf(call, model))
    .find((each) => each !== undefined);
  return access && `${access.how} ${model.source.text.slice(access.path)}`;
}

describe('fileAccessOf', () => {
  it.each([
    ['open(path)', 'read path'],
    ['open(path, "rb")', 'read path'],
    ['open(path, mode="w+", encoding="utf-8")', 'overwrite path'],
    ['codecs.open(path, "w", "utf-8")', 'overwrite path'],
    ['folder.joinpath("a").open("w")', 'overwrite folder.joinpath("a")'],
    ['Path("a").read_text()', 'read Path("a")'],
    ['path.write_text(text, "utf-8")', 'overwrite path'],
    ['torch.save(weights, path)', 'overwrite path'],
    ['torch.load(path)', 'read path'],
    ['open(path, "a")', undefined],
    ['open(path, "x")', undefined],
    ['open(path, mode)', undefined],
    ['files.write_text(path, text)', undefined],
    ['files.read_text(path)', undefined],
    ['model.save(path)', undefined],
    ['io.StringIO(text)', undefined],
  ])('%s', async (code, expected) => {
    expect(await accessIn(code)).toBe(expected);
  });
});

describe('runsWhereFileIsMissing', () => {
  it.each([
    ['if not path.exists():\n    write()', true],
    ['if path.exists():\n    return\nwrite()', true],
    ['try:\n    read()\nexcept OSError:\n    write()', true],
    ['if path.exists():\n    read()\nwrite()', false],
    ['if ready:\n    return\nwrite()', false],
    ['write()', false],
  ])('%j: %s', async (body, expected) => {
    const { model } = await fixtureOf('app/files.py', `def save(path):\n${body.replace(/^/gm, '    ')}\n`);
    const [fn] = nodesOf(model.source.module, 'FunctionDef');
    const call = nodesOf(model.source.module, 'Call').find((each) => model.source.text.slice(each) === 'write()');
    if (fn === undefined || call === undefined) throw new Error('the text writes nothing');
    expect(runsWhereFileIsMissing(call, fn)).toBe(expected);
  });
});
