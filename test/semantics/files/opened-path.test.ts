import { describe, expect, it } from 'vitest';
import { nodesOf } from '../../../src/ast/index.ts';
import { openedPath } from '../../../src/semantics/files/opened-path.ts';
import { fixtureOf } from '../expectations.ts';

async function opened(code: string): Promise<readonly [string, string] | undefined> {
  const { model } = await fixtureOf(
    'app/files.py',
    `import gzip\nimport io\nimport webbrowser\nMODE = "ab"\ndef use(path, mode):\n    ${code}\n`,
  );
  const [found] = nodesOf(model.source.module, 'Call').map((call) => openedPath(call, model));
  return found && [model.source.text.slice(found.path), found.mode];
}

describe('openedPath', () => {
  it.each([
    ['open(path)', ['path', 'r']],
    ['open(path, "wb")', ['path', 'wb']],
    ['io.open(path, mode=MODE)', ['path', 'ab']],
    ['path.open()', ['path', 'r']],
    ['path.parent.open("w")', ['path.parent', 'w']],
    ['open(path, mode)', undefined],
    ['gzip.open(path, "rb")', ['path', 'rb']],
    ['webbrowser.open(path)', undefined],
    ['path.open(url)', undefined],
    ['print(path)', undefined],
  ])('%s', async (code, expected) => {
    expect(await opened(code)).toEqual(expected);
  });
});
