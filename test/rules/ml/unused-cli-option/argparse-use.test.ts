import { describe, expect, it } from 'vitest';
import { argparseUse } from '../../../../rules/ml/unused-cli-option/argparse-use.ts';
import { escapeOf } from '../../../../rules/ml/unused-cli-option/escape.ts';
import { nodesOf } from '../../../../src/ast/index.ts';
import { fixtureOf } from '../../../semantics/expectations.ts';

async function useOf(body: string) {
  const text = `import argparse\n\nparser = argparse.ArgumentParser()\n${body}\n`;
  const { model } = await fixtureOf('app/main.py', text);
  return argparseUse(model);
}

describe('argparseUse', () => {
  it('lists options, namespaces and what may read them', async () => {
    const use = await useOf(
      'group = parser.add_argument_group("x")\ngroup.add_argument("--size", help="in tons")\nargs = parser.parse_args()\nrun(args.size, getattr(args, "speed"))',
    );
    expect(use.options.map(({ dest }) => dest)).toEqual(['size']);
    expect([use.namespaces.length, use.parsers.length, use.isDynamic]).toEqual([1, 1, false]);
    expect([...use.mentioned]).toEqual(expect.arrayContaining(['size', 'speed']));
    expect(use.mentioned.has('in tons'), 'the words of a declaration').toBe(false);
  });

  it.each([
    ['vars(parser.parse_args())', true],
    ['getattr(parser.parse_args(), name)', true],
    ['parser.parse_args().__dict__', true],
    ['getattr(parser.parse_args(), "size")', false],
  ])('%s reads what cannot be seen: %s', async (body, isDynamic) => {
    expect((await useOf(body)).isDynamic).toBe(isDynamic);
  });

  it('leaves options of unrelated projects alone', async () => {
    const use = await useOf('def pytest_addoption(parser):\n    parser.add_argument("--slow")');
    expect(use.options).toEqual([]);
  });
});

describe('wayOut', () => {
  it.each([
    ['print(made())', 'none'],
    ['run(made().size)', 'none'],
    ['return made()', 'project'],
    ['self.options = made()', 'project'],
    ['local(made())', 'project'],
    ['handlers[name](made())', 'project'],
    ['vendor.start(made())', 'foreign'],
  ])('of %s is %s', async (code, escaping) => {
    const { model } = await fixtureOf(
      'app/main.py',
      `import vendor\n\ndef local(options): ...\n\ndef run(self, handlers, name):\n    ${code}\n`,
    );
    const made = nodesOf(model.source.module, 'Call').find(({ func }) => func.kind === 'Name' && func.id === 'made');
    if (made === undefined) throw new Error('`made` is not called');
    expect(escapeOf(made, model)).toBe(escaping);
  });

  it('anybody may import what a module makes at its top', async () => {
    const { model } = await fixtureOf('app/main.py', 'options = made()\n');
    const [made] = nodesOf(model.source.module, 'Call');
    expect(made && escapeOf(made, model)).toBe('project');
  });
});
