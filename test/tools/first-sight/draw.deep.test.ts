import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { draw } from '../../../tools/first-sight/draw.ts';
import { readRound } from '../../../tools/first-sight/round.ts';
import { GUESSED_BARE_EXCEPT, ONLY_BARE_EXCEPT } from '../bare-except.ts';
import { SmallHistory } from '../git/small-history.ts';
import { repositoryOf, SmallProject } from './small-project.ts';

const made: { remove(): void }[] = [];
afterEach(() => {
  for (const one of made.splice(0)) one.remove();
});

function project(): SmallProject {
  const one = new SmallProject();
  made.push(one);
  return one;
}

function repository(remote = 'https://github.com/Ada/Orders.git', files = 7): SmallHistory {
  const one = repositoryOf(remote, files);
  made.push(one);
  return one;
}

const silent = (): void => {};

describe('a draw', () => {
  it('keeps a record without code, and writes sheets without a word of the rule', async () => {
    const [own, orders] = [project(), repository()];
    const choices = new Map([['github.com/ada/orders', { kind: 'service', why: 'small' }]]);
    await draw(own.drawing([orders.root], { choices }), silent);
    const { repositories, drawn } = readRound(own.root, 1);
    expect(repositories).toMatchObject([{ remote: 'github.com/ada/orders', kind: 'service', files: 7, lines: 35 }]);
    expect(repositories[0]?.firstCommits).toHaveLength(1);
    expect(repositories[0]?.found).toEqual({ P0: 7, P1: 0, P2: 0, P3: 0 });
    expect(drawn[0]).toEqual({
      ...{ id: 'r1-001', repository: 'github.com/ada/orders', path: 'part0.py', line: 4, rule: 'bare-except' },
      ...{ severity: 'P0', isReadTwice: drawn[0]?.isReadTwice },
    });
    const record = readdirSync(join(own.root, 'measurements/first-sight/round-1')).map((name) =>
      own.read(`measurements/first-sight/round-1/${name}`),
    );
    expect(record.join('')).not.toContain('load()');
    const sheet = own.read('sheets/ada+orders.md');
    expect(sheet).toContain('## r1-001\n\n`part0.py:4`\n\n> ');
    expect(sheet).toContain('      3      load()\n>     4  except:\n');
    expect(sheet).not.toMatch(/bare-except|precision|remedy/);
    expect(own.read('sheets/ada+orders.tsv')).toMatch(/^id\tpath\tline\tverdict\t.*\nr1-001\tpart0.py\t4\t\t\t\t\t\n/);
  });

  it('beside another of the same repositories leaves out what readers were given there', async () => {
    const [own, orders] = [project(), repository()];
    await draw(own.drawing([orders.root], { size: 3, output: join(own.root, 'earlier') }), silent);
    await draw(own.drawing([orders.root], { round: 2, beside: [1] }), silent);
    const [first, second] = [1, 2].map((number) => readRound(own.root, number).drawn.map(({ path }) => path));
    expect(second).toHaveLength(7 - (first?.length ?? 0));
    expect(second?.filter((path) => first?.includes(path))).toEqual([]);
  });

  it('gives a fifth of a sheet, and at least one finding, to a second reader', async () => {
    const [own, orders, stock] = [project(), repository(undefined, 11), repository('git@host.org:bob/stock.git', 2)];
    await draw(own.drawing([orders.root, stock.root]), silent);
    const ids = (name: string): number => own.read(`sheets/${name}`).trimEnd().split('\n').length - 1;
    expect([ids('ada+orders.second.tsv'), ids('bob+stock.second.tsv')]).toEqual([2, 1]);
    expect(readRound(own.root, 1).drawn.filter(({ isReadTwice }) => isReadTwice)).toHaveLength(3);
  });

  it('follows from its seed, whatever the order of the folders', async () => {
    const [one, other, third] = [project(), project(), project()];
    const [orders, stock] = [repository(undefined, 20), repository('ssh://git@host.org/bob/stock', 20)];
    await draw(one.drawing([orders.root, stock.root]), silent);
    await draw(other.drawing([stock.root, orders.root]), silent);
    await draw(third.drawing([stock.root, orders.root], { seed: 8 }), silent);
    const drawn = [one, other, third].map((own) => own.read('measurements/first-sight/round-1/drawn.tsv'));
    expect(drawn[1]).toBe(drawn[0]);
    expect(drawn[2]).not.toBe(drawn[0]);
  });

  it('reads the commit, not what lies uncommitted beside it', async () => {
    const [own, orders] = [project(), repository(undefined, 1)];
    orders.git('rm', '--quiet', '--cached', 'part0.py');
    await draw(own.drawing([orders.root]), silent);
    expect(readRound(own.root, 1).drawn).toHaveLength(1);
  });

  it('asks about what a doubt speaks against, and keeps the doubt', async () => {
    const [own, orders] = [project(), repository(undefined, 2)];
    const reported = ONLY_BARE_EXCEPT.map((one) => ({ ...one, name: 'told' }));
    await draw(
      own.drawing([orders.root], { rules: [...GUESSED_BARE_EXCEPT, ...reported], profile: 'guesses' }),
      silent,
    );
    const { profile, drawn, guesses } = readRound(own.root, 1);
    expect(profile).toBe('guesses');
    expect(drawn.map(({ rule }) => rule)).toEqual(['bare-except', 'bare-except']);
    expect([...guesses]).toEqual([
      ['r1-001', 'value-always-present'],
      ['r1-002', 'value-always-present'],
    ]);
  });

  it('hides what a secret stands in', async () => {
    const { rules } = await import('../../../rules/index.ts');
    const [own, orders] = [project(), repository()];
    orders.commit({
      'settings.py':
        'API_KEY = "sk-proj-8fJ2kLq9ZxT4vW7bN1mR6yP3cD5hG0aS"\ndef load():\n    # TODO: ask the server\n    return ""\n',
    });
    await draw(own.drawing([orders.root], { rules, profile: 'strict' }), silent);
    const sheet = own.read('sheets/ada+orders.md');
    expect(sheet).toContain('The code holds a secret and is not shown');
    expect(sheet).toContain('… (hidden: it holds a secret)');
    expect(sheet).not.toContain('8fJ2kLq9ZxT4vW7bN1mR6yP3cD5hG0aS');
  });
});

describe('a repository is refused', () => {
  async function refusal(own: SmallProject, folders: readonly string[], more = {}): Promise<string> {
    const before = existsSync(join(own.root, 'measurements/first-sight'))
      ? readdirSync(join(own.root, 'measurements/first-sight'))
      : [];
    const error = await draw(own.drawing(folders, more), silent).catch((thrown: unknown) => thrown);
    expect(existsSync(join(own.root, 'sheets'))).toBe(false);
    if (before.length === 0) expect(existsSync(join(own.root, 'measurements/first-sight'))).toBe(false);
    return error instanceof Error ? error.message : 'not refused';
  }

  it('without git, or without a remote', async () => {
    const [own, bare] = [project(), new SmallHistory()];
    made.push(bare);
    expect(await refusal(own, [own.root])).toBe(`\`${own.root}\` is not in a git repository`);
    bare.commit({ 'a.py': '' });
    expect(await refusal(own, [bare.root])).toContain('has no remote `origin`');
  });

  it('that is given twice, also as a fork', async () => {
    const [own, orders, fork] = [project(), repository(), repository()];
    fork.git('remote', 'set-url', 'origin', 'https://github.com/bob/copy');
    expect(await refusal(own, [orders.root, orders.root])).toContain('are one repository, given twice');
    expect(await refusal(own, [orders.root, fork.root])).toContain('are one repository, given twice');
  });

  it.each([
    ['measurements/corpus/packages.txt', `orders==1.0 sha256:${'a'.repeat(64)}\n`],
    ['measurements/corpus/scanned.tsv', 'name\tversion\tfiles\tlines\tnot_parsed\nada+orders\t1f\t3\t40\t0\n'],
    [
      'measurements/corpus/labels/bare-except.tsv',
      'package\tversion\tpath\tline\trule\tverdict\twhy\tcode\nAda+orders\t1f\ta.py\t3\tbare-except\tright\tit hides\texcept:\n',
    ],
  ])('that %s holds', async (path, text) => {
    const [own, orders] = [project(), repository()];
    own.write(path, text);
    expect(await refusal(own, [orders.root])).toContain(
      '`github.com/ada/orders` is known: the corpus or its labels hold',
    );
  });

  it('that builds a package of the corpus under another name', async () => {
    const [own, orders] = [project(), repository()];
    orders.commit({ 'libs/core/pyproject.toml': '[project]\nname = "shop_core"\n' });
    own.write('measurements/corpus/packages.txt', `shop-core==1.0 sha256:${'a'.repeat(64)}\n`);
    expect(await refusal(own, [orders.root])).toContain('hold `shop_core`');
  });

  it('that an earlier round read, under any name', async () => {
    const [own, orders] = [project(), repository()];
    await draw(own.drawing([orders.root], { output: join(own.root, 'earlier') }), silent);
    const again = { round: 2 };
    expect(await refusal(own, [orders.root], again)).toContain(
      'is known: it is `github.com/ada/orders`, which round 1 read',
    );
    orders.git('remote', 'set-url', 'origin', 'https://github.com/bob/copy');
    expect(await refusal(own, [orders.root], again)).toContain('it begins with the first commit of');
    const copy = new SmallHistory();
    made.push(copy);
    const names = readdirSync(orders.root).filter((name) => name.endsWith('.py'));
    const [first = '', second = ''] = names;
    const read = (name: string): string => orders.git('show', `HEAD:${name}`);
    copy.commit({ [first]: read(first), [second]: read(second), 'more.py': 'x = 1\n', 'other.py': 'y = 2\n' });
    copy.git('remote', 'add', 'origin', 'https://github.com/eve/snapshot');
    expect(await refusal(own, [copy.root], again)).toContain('half or more of its largest files stand in');
  });

  it('whose kind was not written down, and a round that was drawn', async () => {
    const [own, orders] = [project(), repository()];
    expect(await refusal(own, [orders.root], { choices: new Map() })).toContain('is not among the kinds');
    const other = repository('https://github.com/bob/stock.git', 3);
    expect((await refusal(own, [orders.root, other.root], { choices: new Map() })).split('\n')).toHaveLength(2);
    own.write('measurements/first-sight/round-1/draw.tsv', '');
    expect(await refusal(own, [orders.root])).toContain('round 1 was drawn already');
  });
});
