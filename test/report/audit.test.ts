import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/report/audit-report.ts';
import { projectRoot } from '../../tools/project-root.ts';
import { makeProject, runCli } from '../cli/run-cli.ts';
import { SHOP } from './shop.ts';

const schema = JSON.parse(readFileSync(join(projectRoot, 'schema/auditlint-audit.schema.json'), 'utf8'));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

async function audit(cwd: string, ...argv: string[]): Promise<AuditReport> {
  const { stdout, stderr } = await runCli(['report', '--format', 'json', '--fail-on', 'never', ...argv], { cwd });
  expect(stdout, stderr).not.toBe('');
  const report = JSON.parse(stdout);
  validate(report);
  expect(validate.errors).toBeNull();
  return report;
}

let shop: AuditReport;
beforeAll(async () => {
  shop = await audit(makeProject(SHOP));
});

describe('the verdict', () => {
  it('is not ready where a service reaches a P1, with what reaches it', () => {
    expect(shop.verdict).toMatchObject({
      kind: 'not-ready',
      because: 'There are 3 P1 findings in deployed code.',
    });
    expect(shop.verdict.reasons).toContainEqual(
      expect.objectContaining({ path: 'shop/web.py', line: 17, reached: '`POST /orders` runs it' }),
    );
  });

  it('is ready where nothing is found and all was read', async () => {
    const { verdict } = await audit(makeProject({ 'app.py': 'def double(x):\n    return x * 2\n' }));
    expect(verdict).toMatchObject({ kind: 'ready', reasons: [] });
  });

  it('has conditions where something could not be read', async () => {
    const { verdict } = await audit(
      makeProject({ 'app.py': 'def double(x):\n    return x * 2\n', 'deep.py': `x = ${'('.repeat(30_000)}` }),
    );
    expect(verdict.kind).toBe('ready-with-conditions');
  });
});

describe('the system', () => {
  it('has the services, with what they run', () => {
    expect(shop.system.services.map(({ name, starts, isStore }) => ({ name, starts, isStore }))).toEqual([
      { name: 'web', starts: ['shop.web'], isStore: false },
      { name: 'worker', starts: ['shop.worker'], isStore: false },
      { name: 'db', starts: [], isStore: true },
    ]);
  });

  it('has the entries, at their places', () => {
    expect(shop.system.entries.map(({ kind, name, path }) => `${kind} ${name} ${path}`)).toEqual([
      'program shop.web shop/web.py',
      'program shop.worker shop/worker.py',
      'route POST /orders shop/web.py',
      'route GET /orders shop/web.py',
      'worker serve shop/worker.py',
      'command shop-admin shop/admin.py',
    ]);
  });

  it('has the queue with both of its ends', () => {
    expect(shop.system.queues).toEqual([
      {
        name: 'orders',
        broker: 'redis-list',
        puts: [{ path: 'shop/web.py', line: 16 }],
        takes: [{ path: 'shop/worker.py', line: 10 }],
      },
    ]);
  });

  it('draws who calls whom', () => {
    const arrows = shop.system.map.edges.map(({ from, to }) => `${from} → ${to}`);
    expect(arrows).toEqual(
      expect.arrayContaining([
        'outside:Clients → service:web',
        'service:web → queue:orders',
        'queue:orders → service:worker',
        'service:web → store:db',
      ]),
    );
  });

  it('has the cycle of imports', () => {
    expect(shop.system.imports.cycles).toMatchObject([{ modules: ['shop.admin', 'shop.stock'], when: 'import-time' }]);
    const red = shop.system.imports.edges.filter(({ isInCycle }) => isInCycle).map(({ from, to }) => `${from} ${to}`);
    expect(red).toEqual(['shop.admin shop.stock', 'shop.stock shop.admin']);
  });

  it('has each store once, with who reaches it', () => {
    expect(shop.system.stores).toMatchObject([
      { name: 'db', seenAs: 'image', of: 'postgres:16', components: ['shop/'] },
      { name: 'Redis', seenAs: 'library', of: 'redis', components: ['shop/'] },
    ]);
  });

  it('takes no package of its own for a library', async () => {
    const { system } = await audit(
      makeProject({ 'redis/__init__.py': '', 'redis/client.py': '', 'app.py': 'import redis.client\n' }),
    );
    expect(system.stores).toEqual([]);
  });

  it('has what a clock starts, and what images are built on', () => {
    expect(shop.system.schedules).toMatchObject([{ name: 'nightly', from: 'workflow', when: '0 2 * * *' }]);
    expect(shop.system.images).toMatchObject([{ path: 'Dockerfile', user: 'shop', command: 'python -m shop.worker' }]);
  });
});

describe('findings', () => {
  it('are those of a check, in whatever profile', async () => {
    const cwd = makeProject(SHOP);
    for (const profile of ['default', 'strict']) {
      const reported = await audit(cwd, '--profile', profile);
      const check = await runCli(['--format', 'json', '--profile', profile], { cwd });
      const prints = (each: { findings: readonly { fingerprint: string }[] }) =>
        each.findings.map(({ fingerprint }) => fingerprint).sort();
      expect(prints(reported)).toEqual(prints(JSON.parse(check.stdout)));
    }
  });

  it('quote the code around them', () => {
    const finding = shop.findings.find(({ path, line }) => path === 'shop/web.py' && line === 17);
    expect(finding?.code).toMatchObject({ first: 15, left: 0 });
    expect(finding?.code?.lines.filter(({ isMarked }) => isMarked)).toEqual([
      { text: '    return pay(item, "shop", "twice")', isMarked: true, isHidden: false },
    ]);
  });

  it('are ordered as work: the gravest first, then what takes least', () => {
    const order = ['one line', 'one function', 'several files'];
    const ranks = shop.work.map(({ severity, effort }) => Number(severity[1]) * 10 + order.indexOf(effort));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(shop.work.flatMap(({ findings }) => findings).sort()).toEqual(shop.findings.map(({ id }) => id).sort());
  });

  it('that a comment accepts are told with its reason', () => {
    expect(shop.scope.accepted).toMatchObject([{ rule: 'call-signature-mismatch', reason: 'it is a probe' }]);
  });
});

describe('what no tool decides', () => {
  it('is asked because of what was seen', async () => {
    const topics = (report: AuditReport) => report.questions.map(({ topic }) => topic);
    expect(topics(shop)).toEqual(
      expect.arrayContaining(['Tenants', 'Payments', 'Permissions', 'Failed messages', 'Backups']),
    );
    expect(topics(shop)).not.toContain('Training');
    expect(topics(await audit(makeProject({ 'app.py': 'x = 1\n' })))).toEqual(['Load', 'Purpose']);
  });
});

describe('what was found sound', () => {
  const HANDLER = `def load(path, logger):
    try:
        return path.read_text()
    except Exception:
        logger.exception("no state")
        return None
`;

  it('is what `why` says is proven at the place', async () => {
    const cwd = makeProject({ 'app.py': HANDLER });
    const { sound } = await audit(cwd);
    expect(sound.length).toBeGreaterThan(0);
    for (const { rule, example, by } of sound) {
      const why = await runCli(['why', `${example.path}:${example.line}`, rule], { cwd });
      expect(why.stdout).toContain(by);
    }
  });

  it('is nothing where nothing is proven', async () => {
    expect((await audit(makeProject({ 'app.py': 'def double(x):\n    return x * 2\n' }))).sound).toEqual([]);
  });
});

describe('secrets', () => {
  const KEY = `AKIA${'QF7RT2XWLP4N6ZSB'}`;

  it.each(['markdown', 'html', 'json'])('do not reach %s', async (format) => {
    const cwd = makeProject({
      'app.py': `def connect(client):\n    client.login(password="${KEY}")  # auditlint: ignore[x] ${KEY}\n`,
      [`${KEY}.py`]: 'import no_such_module_here\n',
    });
    const { stdout } = await runCli(['report', '--format', format, '--profile', 'strict'], { cwd });
    expect(stdout).not.toContain(KEY);
    expect(stdout).not.toContain(KEY.slice(4));
  });
});

describe('--since', () => {
  const git = (cwd: string, ...argv: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'commit.gpgsign=false', ...argv], { cwd });

  it('says what is new, fixed and still there', async () => {
    const cwd = makeProject(SHOP);
    git(cwd, 'init', '-q', '-b', 'main');
    git(cwd, 'add', '.');
    git(cwd, 'commit', '-qm', 'one');
    const worker = SHOP['shop/worker.py'] ?? '';
    writeFileSync(join(cwd, 'shop/web.py'), (SHOP['shop/web.py'] ?? '').replace('"shop", "twice"', '"shop"'));
    writeFileSync(
      join(cwd, 'shop/worker.py'),
      worker.replace('print(item, admin)', 'print(item, admin)\n        stop(item)'),
    );
    const report = await audit(cwd, '--profile', 'strict', '--since', 'HEAD');
    expect(report.comparison?.fixed.map(({ path, isFileGone }) => ({ path, isFileGone }))).toEqual([
      { path: 'shop/web.py', isFileGone: false },
    ]);
    const since = report.findings.map(({ rule, since: when }) => `${rule} ${when}`);
    expect(since).toContain('queue-pop-without-ack still');
    expect(since.filter((each) => each.endsWith(' new'))).toEqual(['unbound-name new']);
    expect(report.comparison?.fresh).toMatchObject({ P1: 1 });
    expect(report.commit?.changedFiles).toBe(2);
  });

  it('takes what a comment accepts by now for still there', async () => {
    const cwd = makeProject(SHOP);
    git(cwd, 'init', '-q', '-b', 'main');
    git(cwd, 'add', '.');
    git(cwd, 'commit', '-qm', 'one');
    const accepted = '"shop", "twice")  # auditlint: ignore[call-signature-mismatch] later';
    writeFileSync(join(cwd, 'shop/web.py'), (SHOP['shop/web.py'] ?? '').replace('"shop", "twice")', accepted));
    expect((await audit(cwd, '--since', 'HEAD')).comparison?.fixed).toEqual([]);
  });

  it('says in one sentence what is wrong with it', async () => {
    const cwd = makeProject(SHOP);
    const outside = await runCli(['report', '--since', 'HEAD'], { cwd });
    expect(outside).toMatchObject({ code: 2, stdout: '' });
    expect(outside.stderr).toMatch(/^auditlint: --since: .*not in a git repository\n$/);
  });
});

describe('the command', () => {
  it('writes by the name of the file, and ends as a check would', async () => {
    const cwd = makeProject(SHOP);
    expect(await runCli(['report', '-o', 'audit.html'], { cwd })).toMatchObject({ code: 1, stdout: '' });
    expect(readFileSync(join(cwd, 'audit.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(await runCli(['report', '--fail-on', 'P0', '-o', 'audit.json'], { cwd })).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(cwd, 'audit.json'), 'utf8')).schemaVersion).toBe('1');
    const { stdout } = await runCli(['report', '--quiet'], { cwd });
    expect(stdout).toMatch(/^# Audit of corner-shop\n/);
  });

  it('gives the same bytes for the same input', async () => {
    const cwd = makeProject(SHOP);
    const [one, other] = [
      await runCli(['report', '--format', 'html'], { cwd }),
      await runCli(['report', '--format', 'html'], { cwd }),
    ];
    expect(one.stdout).toBe(other.stdout);
  });

  it.each([
    [['report', '-'], '`report` works on files, not on standard input'],
    [['report', '--format', 'pdf'], '--format: unknown `pdf`'],
    [['report', '-o', ''], '`-o` needs a file name'],
    [['report', '-o', 'nowhere/audit.html'], 'no such folder: `nowhere`'],
    [['report', '--since', ''], '`--since` needs a commit'],
    [['report', 'nothing-here'], 'no such file or folder: `nothing-here`'],
  ])('refuses %j in one sentence', async (argv, sentence) => {
    const { code, stdout, stderr } = await runCli(argv, { cwd: makeProject(SHOP) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  it('writes no audit of nothing', async () => {
    const { code, stdout, stderr } = await runCli(['report'], { cwd: makeProject({ 'notes.bin': 'x' }) });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('nothing was scanned');
  });
});
