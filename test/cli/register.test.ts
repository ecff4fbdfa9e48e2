import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLEAN, FAULTY, faulty, makeProject, ONLY_UNFINISHED, runCli, UNFINISHED } from './run-cli.ts';

const FILE = 'AUDIT-REGISTER.md';
const LOG = 'AUDIT-REGISTER.log.jsonl';
const textOf = (project: string) => readFileSync(join(project, FILE), 'utf8');
const logOf = (project: string) =>
  readFileSync(join(project, LOG), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const run = (project: string, ...argv: string[]) => runCli(['register', ...argv], { cwd: project });
const edit = (project: string, from: string | RegExp, to: string) => {
  const changed = textOf(project).replace(from, to);
  expect(changed).not.toBe(textOf(project));
  writeFileSync(join(project, FILE), changed);
};
const statusOf = (project: string) =>
  Object.fromEntries(
    [...textOf(project).matchAll(/### (\S+):[\s\S]*?\*\*Status:\*\* ([^\n]+)/g)].map(([, id, status]) => [id, status]),
  );

const ID = 'CONCURRENCY-01';

describe('auditlint register', () => {
  it('is written by a scan, and checked by the next', async () => {
    const project = makeProject({ 'src/app.py': FAULTY });
    expect(await run(project, 'check')).toEqual({
      code: 2,
      stdout: '',
      stderr: `auditlint: no register \`${FILE}\`; \`auditlint register update\` writes one\n`,
    });
    expect(await run(project, 'update')).toEqual({
      code: 0,
      stdout: `${ID}  src/app.py:4  is new: Call that does not match the signature of its target\n\n${FILE}: 1 entry, 1 new\n`,
      stderr: '',
    });
    const text = textOf(project);
    for (const part of [
      '- **Last updated:** 2026-11-20\n- **Commit:** –',
      '## Severity legend',
      `## P1 high\n\n### ${ID}: Call that does not match the signature of its target\n\n- **Severity:** P1\n- **Status:** Open\n- **Owner:** –`,
      '- **First seen:** 2026-11-20\n- **Last seen:** 2026-11-20\n- **Fixed in:** –\n- **Place:** `src/app.py:4`',
      '#### Symptom\n\n`check_read` takes 1 positional argument but gets 2.\n\nPython binds arguments',
      '#### Root cause\n\n`src/app.py:4`:\n\n```python\n    check_read(path, "csv")\n```\n',
      '#### Proposed fix\n\nPass the arguments',
      '#### Notes',
      `| ${ID} | P1 | Open | – | 2026-11-20 | – |`,
    ])
      expect(text).toContain(part);
    expect(logOf(project)).toEqual([
      {
        date: '2026-11-20',
        id: ID,
        event: 'opened',
        rule: 'call-signature-mismatch',
        place: 'src/app.py:4',
        to: 'Open',
      },
    ]);
    expect(await run(project, 'check')).toEqual({ code: 0, stdout: `${FILE} is up to date\n`, stderr: '' });
    await run(project, 'update');
    expect(textOf(project)).toBe(text);
    expect(readdirSync(project).sort()).toEqual([LOG, FILE, 'src']);
  });

  it('follows moved lines, closes with the commit, and check fails when it is back', async () => {
    const project = makeProject({ 'src/app.py': FAULTY, 'src/b.py': faulty('load') });
    const git = (...words: string[]) =>
      execFileSync('git', ['-c', 'user.email=a@b.c', '-c', 'user.name=a', ...words], {
        cwd: project,
        encoding: 'utf8',
      }).trim();
    git('init', '--quiet');
    await run(project, 'update');
    writeFileSync(join(project, 'src/app.py'), `# moved down\n\n\n${FAULTY}`);
    expect(await run(project, 'check')).toMatchObject({ code: 0 });
    await run(project, 'update');
    expect(textOf(project)).toContain('`src/app.py:7` ');
    writeFileSync(join(project, 'src/app.py'), CLEAN);
    git('add', '--all');
    git('commit', '--quiet', '--message=mend');
    const fixed = await run(project, 'check');
    expect(fixed).toMatchObject({ code: 1 });
    expect(fixed.stdout).toContain(`${ID}  src/app.py:7  is fixed: the scan no longer finds it`);
    expect(await run(project, 'update')).toMatchObject({ code: 0 });
    expect(textOf(project)).toContain(`- **Fixed in:** \`${git('rev-parse', 'HEAD')}\``);
    expect(statusOf(project)).toEqual({ [ID]: 'Fixed', 'CONCURRENCY-02': 'Open' });
    writeFileSync(join(project, 'src/app.py'), FAULTY);
    const back = await run(project, 'check');
    expect(back).toEqual({
      code: 1,
      stdout: `${ID}  src/app.py:4  is back\n\n${FILE} is stale: 1 reopened; run \`auditlint register update\`\n`,
      stderr: '',
    });
    await run(project, 'update');
    expect(statusOf(project)).toEqual({ [ID]: 'Reopened', 'CONCURRENCY-02': 'Open' });
    expect(await run(project, 'check')).toEqual({
      code: 1,
      stdout: `${ID}  src/app.py:4  is reopened, and nobody works on it\n\n1 entry reopened; set it to In progress, or accept it\n`,
      stderr: '',
    });
    edit(project, '**Status:** Reopened', '**Status:** In progress');
    expect(await run(project, 'check')).toMatchObject({ code: 0 });
    await run(project, 'update');
    expect(logOf(project).map(({ event, id }) => `${event} ${id}`)).toEqual([
      `opened ${ID}`,
      'opened CONCURRENCY-02',
      `fixed ${ID}`,
      `reopened ${ID}`,
      `edited ${ID}`,
    ]);
  });

  it('leaves what a scan did not look at', async () => {
    const project = makeProject({ 'a/x.py': FAULTY, 'b/y.py': faulty('load') });
    await run(project, 'update');
    const before = textOf(project);
    rmSync(join(project, 'a'), { recursive: true });
    for (const argv of [
      ['b'],
      ['--select', 'hash-as-seed'],
      ['--ignore', 'call-signature-mismatch'],
      ['--ignore', 'concurrency'],
    ]) {
      expect(await run(project, 'update', ...argv)).toMatchObject({ code: 0 });
      expect(textOf(project)).toBe(before);
    }
    writeFileSync(join(project, 'b/y.py'), CLEAN);
    expect(await run(project, 'check', '--exclude', 'b')).toMatchObject({ code: 3 });
    writeFileSync(join(project, 'c.py'), CLEAN);
    expect(await run(project, 'update', '--exclude', 'b')).toMatchObject({ code: 0 });
    expect(statusOf(project)).toEqual({ [ID]: 'Fixed', 'CONCURRENCY-02': 'Open' });
    writeFileSync(join(project, '.gitignore'), 'b/\n');
    await run(project, 'update');
    expect(statusOf(project)).toEqual({ [ID]: 'Fixed', 'CONCURRENCY-02': 'Open' });
  });

  it('closes nothing after a scan that is not complete', async () => {
    const project = makeProject({ 'a.py': FAULTY, 'b.py': CLEAN });
    await run(project, 'update');
    writeFileSync(join(project, 'a.py'), CLEAN);
    writeFileSync(join(project, 'b.py'), Buffer.from('# coding: cp437\nname = "\x80"\n', 'latin1'));
    const { code, stderr } = await run(project, 'update');
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr:
        'auditlint: the scan is incomplete, so no issue was marked as fixed; `auditlint check` shows the reason\n',
    });
    expect(statusOf(project)).toEqual({ [ID]: 'Open' });
    writeFileSync(join(project, 'b.py'), CLEAN);
    expect(await run(project, 'update')).toMatchObject({ code: 0 });
    expect(statusOf(project)).toEqual({ [ID]: 'Fixed' });
  });

  it.each(['update', 'check'])('closes nothing in a file that a merge broke, and says so: %s', async (action) => {
    const project = makeProject({ 'a.py': FAULTY });
    await run(project, 'update');
    const before = textOf(project);
    const broken = `<<<<<<< ours\n${CLEAN}=======\nvalue = = 1\n>>>>>>> theirs\n`;
    writeFileSync(join(project, 'a.py'), broken);
    const { stderr } = await run(project, action);
    expect(stderr).toMatch(
      /^auditlint: `a\.py` was not read completely \(.+\), so no issue in it is marked as fixed\n$/,
    );
    expect(statusOf(project)).toMatchObject({ [ID]: 'Open' });
    writeFileSync(join(project, FILE), before.replace('# Audit register', `<<<<<<< ours\n# Audit register`));
    expect(await run(project, action)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('has merge-conflict markers'),
    });
  });

  it('keeps what a finding that a comment suppresses is about, and does not call it fixed', async () => {
    const project = makeProject({ 'a.py': FAULTY });
    await run(project, 'update');
    writeFileSync(
      join(project, 'a.py'),
      FAULTY.replace('"csv")', '"csv")  # auditlint: ignore[call-signature-mismatch] it is a probe'),
    );
    expect(await run(project, 'check')).toMatchObject({ code: 0 });
    await run(project, 'update');
    expect(statusOf(project)).toEqual({ [ID]: 'Open' });
  });

  it('has one entry for a cause, and is stale when it stands in one more place', async () => {
    const project = makeProject({ ...ONLY_UNFINISHED, 'a.py': UNFINISHED, 'b.py': UNFINISHED });
    await run(project, 'update');
    const [id] = Object.keys(statusOf(project));
    expect(Object.keys(statusOf(project))).toHaveLength(1);
    writeFileSync(join(project, 'c.py'), UNFINISHED);
    const { code, stdout } = await run(project, 'check');
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `${id}  a.py:4  is in 1 more place\n\n${FILE} is stale: 1 in more places; run \`auditlint register update\`\n`,
    });
  });

  it('shows no secret, in document or history', async () => {
    const secret = 'qK7pZr4TqW7xLm2VbN8s';
    const project = makeProject({ 'a.py': `def connect(client):\n    client.login(password="${secret}")\n` });
    await run(project, 'update', '--select', 'hardcoded-secret');
    expect(textOf(project)).toContain('client.login(password="********************")');
    expect(textOf(project) + readFileSync(join(project, LOG), 'utf8')).not.toContain(secret);
    await run(project, 'accept', 'SECURITY-01', '--reason', `password="${secret}" is for tests`);
    expect(textOf(project) + readFileSync(join(project, LOG), 'utf8')).not.toContain(secret);
  });

  it('is no part of what is scanned, under any name', async () => {
    const project = makeProject({ 'src/app.py': FAULTY });
    await run(project, 'update', '--profile', 'strict', '--register', 'notes [1]/../issues.md').catch(() => undefined);
    expect(await run(project, 'update', '--profile', 'strict', '--register', 'issues.md')).toMatchObject({ code: 0 });
    expect(existsSync(join(project, 'issues.log.jsonl'))).toBe(true);
    expect(await run(project, 'check', '--profile', 'strict', '--register', 'issues.md')).toMatchObject({ code: 0 });
    const plain = makeProject({ 'src/app.py': FAULTY });
    const before = await runCli(['--profile', 'strict', '--format', 'json'], { cwd: plain });
    await run(plain, 'update', '--profile', 'strict');
    expect(await runCli(['--profile', 'strict', '--format', 'json'], { cwd: plain })).toEqual(before);
  });
});

describe('auditlint register accept', () => {
  it('needs a reason, and may end at a day', async () => {
    const project = makeProject({ 'a.py': FAULTY });
    await run(project, 'update');
    const before = textOf(project);
    for (const [argv, sentence] of [
      [[ID], '`register accept` needs `--reason "…"`: why the finding is acceptable'],
      [[ID, '--reason', ' '], '`register accept` needs `--reason "…"`: why the finding is acceptable'],
      [[ID, '--reason', 'a\nb'], '`--reason` must be one line of text'],
      [[ID, '--reason', 'x', '--until', '2026-02-30'], '`--until 2026-02-30` is not a date such as `2027-01-31`'],
      [[ID, '--reason', 'x', '--until', '2026-11-19'], '`--until 2026-11-19` has passed'],
      [[ID, '--reason', 'x', '--owner', ''], '`--owner` must be one line of text'],
      [['CONCURENCY-01', '--reason', 'x'], `\`${FILE}\` has no entry \`CONCURENCY-01\`; did you mean \`${ID}\`?`],
      [['X-99', '--reason', 'x'], `\`${FILE}\` has no entry \`X-99\`; \`auditlint register show\` lists them`],
    ] as const) {
      expect(await run(project, 'accept', ...argv)).toEqual({
        code: 2,
        stdout: '',
        stderr: `auditlint: ${sentence}\n`,
      });
      expect(textOf(project)).toBe(before);
    }
    expect(
      await run(project, 'accept', ID, '--reason', 'a *probe* | of `x`', '--until', '2026-11-30', '--owner', 'Ann'),
    ).toEqual({
      code: 0,
      stdout: `${FILE}: ${ID} is accepted until 2026-11-30\n`,
      stderr: '',
    });
    expect(textOf(project)).toContain('- **Owner:** Ann');
    expect(textOf(project)).toContain('- **Reason:** a \\*probe\\* \\| of `x`\n- **Accepted until:** 2026-11-30');
    expect(logOf(project).at(-1)).toMatchObject({ event: 'accepted', id: ID, from: 'Open', until: '2026-11-30' });
    expect(await run(project, 'check')).toMatchObject({ code: 0 });
    for (const reason of ['–', '``', '1.', '-->', '# x']) {
      expect(await run(project, 'accept', ID, '--reason', reason, '--owner', reason)).toMatchObject({ code: 0 });
      expect(await run(project, 'show')).toMatchObject({ code: 0 });
    }
    await run(project, 'accept', ID, '--reason', 'a probe', '--until', '2026-11-30');
    const late = await runCli(['register', 'check'], { cwd: project, today: '2026-12-01' });
    expect(late).toMatchObject({ code: 1 });
    expect(late.stdout).toContain(`${ID}  a.py:4  was accepted until a date that has passed`);
    await runCli(['register', 'update'], { cwd: project, today: '2026-12-01' });
    expect(statusOf(project)).toEqual({ [ID]: 'Open' });
    writeFileSync(join(project, 'a.py'), CLEAN);
    await run(project, 'update');
    expect(await run(project, 'accept', ID, '--reason', 'x')).toMatchObject({
      code: 2,
      stderr: `auditlint: ${ID} is fixed; there is nothing to accept\n`,
    });
  });
});

describe('auditlint register show', () => {
  it('lists, tells one with its history, and gives JSON', async () => {
    const project = makeProject({ 'a.py': FAULTY, 'b.py': faulty('load') });
    await run(project, 'update');
    await run(project, 'accept', ID, '--reason', 'known');
    const { stdout: list } = await run(project, 'show');
    expect(list).toContain(`${ID}  P1  Accepted     a.py:4  Call that does not match the signature of its target\n`);
    expect(list).toContain(`${FILE}: 2 entries\n`);
    expect((await run(project, 'show', '--status', 'open,in-progress')).stdout).not.toContain(ID);
    const { stdout: reported } = await run(project, 'show', ID);
    expect(reported).toContain('  reason: known\n');
    expect(reported).toContain('  2026-11-20  accepted (Open), a.py:4, because: known\n');
    const { stdout } = await run(project, 'show', '--format', 'json', '--status', 'Accepted');
    expect(JSON.parse(stdout)).toMatchObject({
      schemaVersion: '1',
      updated: '2026-11-20',
      entries: [
        {
          id: ID,
          status: 'Accepted',
          reason: 'known',
          places: [{ path: 'a.py', line: 4 }],
          history: [{ event: 'opened' }, { event: 'accepted' }],
        },
      ],
    });
    for (const [argv, sentence] of [
      [['show', '--status', 'opne'], '--status: unknown `opne`; did you mean `Open`?'],
      [['show', 'X'], `\`${FILE}\` has no entry \`X\`; \`auditlint register show\` lists them`],
      [['show', '--format', 'xml'], '--format: unknown `xml`; choose pretty or json'],
      [[], '`register` needs one of update, check, accept or show'],
      [['updat'], '`register`: unknown `updat`; did you mean `update`?'],
      [['update', '-'], '`register` works on files, not on standard input'],
      [
        ['update', '--baseline', 'x'],
        '`--baseline` works only with `check`; a register also lists findings in the baseline',
      ],
      [['update', '--register', ''], '`--register` needs a file name'],
      [['update', '--register', 'no/such.md'], 'cannot write `no/such.md`: no such folder: `no`'],
      [['update', '--replay', 'no.json'], 'no such replay: `no.json`'],
      [
        ['update', '--replay', 'a.py'],
        '`a.py` is not valid JSON; `auditlint replay AUDIT.md --format json` writes this file',
      ],
    ] as const) {
      expect(await run(project, ...argv)).toEqual({ code: 2, stdout: '', stderr: `auditlint: ${sentence}\n` });
    }
  });
});

describe('auditlint register update --replay', () => {
  it('takes the claims of an audit, beside what scans find', async () => {
    const claim = {
      ...{ id: 'AUTH-07', title: 'Tenants | are told by `hash`', section: ['Auth'], severity: 'P0', status: 'open' },
      ...{ quotes: [], text: 'Any token is taken.', remedy: 'Look tokens up.' },
    };
    const replay = (kind: string) =>
      JSON.stringify({
        claims: [
          {
            ...claim,
            rules: [],
            places: [],
            seeAlso: [],
            verdict: { kind, because: 'Nothing looks it up.', place: { path: 'src/app.py', line: 2, endLine: 2 } },
          },
        ],
      });
    const project = makeProject({ 'src/app.py': FAULTY, 'replay.json': replay('stands-as-quoted') });
    await run(project, 'update');
    expect(await run(project, 'update', '--replay', 'replay.json')).toEqual({
      code: 0,
      stdout: `AUTH-07  src/app.py:2  is new: Tenants | are told by \`hash\`\n\n${FILE}: 2 entries, 1 new\n`,
      stderr: '',
    });
    expect(await run(project, 'check')).toMatchObject({ code: 0 });
    await run(project, 'update');
    expect(statusOf(project)).toEqual({ 'AUTH-07': 'Open', [ID]: 'Open' });
    writeFileSync(join(project, 'replay.json'), replay('gone'));
    await run(project, 'update', '--replay', 'replay.json');
    expect(statusOf(project)).toEqual({ 'AUTH-07': 'Fixed', [ID]: 'Open' });
    expect((await run(project, 'update', '--replay', 'replay.json', 'src', '.')).stderr).toBe(
      'auditlint: `--replay` takes one folder: the one passed to `auditlint replay`\n',
    );
  });
});

describe('a register that cannot be read', () => {
  const line = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;
  const CASES: readonly (readonly [string, (text: string) => string | Buffer, string, string])[] = [
    [
      'conflict markers',
      (text) => text.replace('### CON', '<<<<<<< HEAD\n### CON'),
      'has merge-conflict markers: keep the entries of both sides',
      '<<<<<<<',
    ],
    [
      'a heading that lost its id',
      (text) => text.replace(`### ${ID}`, '### Someday'),
      'has an entry without an id in its heading; restore it (`### SECURITY-01: …`), or remove its comment',
      '### Someday',
    ],
    [
      'an unknown status',
      (text) => text.replace('**Status:** Open', '**Status:** Done'),
      `has an unknown \`status\` for ${ID}; choose Open, In progress, Fixed, Accepted, Reopened or Refuted`,
      '**Status:** Done',
    ],
    [
      'no status',
      (text) => text.replace('- **Status:** Open\n', ''),
      `has no \`status\` for ${ID}; choose Open, In progress, Fixed, Accepted, Reopened or Refuted`,
      `### ${ID}`,
    ],
    [
      'an unknown severity',
      (text) => text.replace('**Severity:** P1', '**Severity:** P7'),
      `has an unknown \`severity\` for ${ID}; choose P0, P1, P2 or P3`,
      '**Severity:** P7',
    ],
    [
      'a field twice',
      (text) => text.replace('- **Owner:** –', '- **Owner:** Ann\n- **Owner:** Bob'),
      `says \`owner\` of ${ID} twice; keep one`,
      '- **Owner:** Bob',
    ],
    [
      'no date',
      (text) => text.replace('**First seen:** 2026-11-20', '**First seen:** yesterday'),
      `has an entry ${ID} with a \`first seen\` that is not a date such as \`2027-01-31\``,
      '**First seen:** y',
    ],
    [
      'no place',
      (text) => text.replace(/(\*\*Place:\*\*) \S+/, '$1 `somewhere`'),
      `has an entry ${ID} with a \`place\` that is not a location such as \`src/app.py:12\``,
      '**Place:** `somewhere`',
    ],
    [
      'accepted without a reason',
      (text) => text.replace('**Status:** Open', '**Status:** Accepted'),
      `has ${ID} accepted without a reason; write one (\`- **Reason:** …\`)`,
      '**Status:** Accepted',
    ],
    [
      'a fence that is open',
      (text) => text.replace('#### Notes', '#### Notes\n\n```\nopen'),
      'has a code fence that is never closed',
      '```\nopen',
    ],
    [
      'a comment that is open',
      (text) => text.replace('#### Notes', '#### Notes\n\n<!-- open'),
      'has a block of HTML that is never closed',
      '<!-- open',
    ],
    [
      'a changed row',
      (text) => text.replace('| Open |', '| Fixed |'),
      `has an edited table row of ${ID}, but the table is generated from the entries: edit the entry and remove the row`,
      '| Fixed |',
    ],
    [
      'a row of nothing',
      (text) => `${text.trimEnd()}\n| Lunch | P1 | Open | – | – | – |\n`,
      'has a table row that belongs to no entry; move it below the table',
      '| Lunch',
    ],
    [
      'a column',
      (text) => text.replace('| Fixed in |', '| PR |'),
      'has a table with columns other than `Issue`, `Severity`, `Status`, `Owner`, `First seen`, `Fixed in`',
      '| Issue',
    ],
    [
      'not UTF-8',
      (text) =>
        Buffer.concat([
          Buffer.from(text.replace('#### Notes', '#### Notes\n\n@@').split('@@')[0] ?? ''),
          Buffer.from([0xe9, 0x0a]),
        ]),
      'is not UTF-8',
      '#### Notes',
    ],
  ];
  it.each(CASES)('%s: one sentence with the line, and nothing is written', async (name, breakIt, sentence, part) => {
    const project = makeProject({ 'a.py': FAULTY });
    await run(project, 'update');
    const broken = breakIt(textOf(project));
    const text = broken.toString();
    expect(text).not.toBe(textOf(project));
    writeFileSync(join(project, FILE), broken);
    const at = line(text, part) + (name === 'a column' ? -1 : name === 'not UTF-8' ? 2 : 0);
    for (const argv of [['update'], ['check'], ['show'], ['accept', ID, '--reason', 'x']]) {
      expect(await run(project, ...argv)).toEqual({
        code: 2,
        stdout: '',
        stderr: `auditlint: \`${FILE}\` ${sentence} (line ${at}); it was not changed\n`,
      });
    }
    expect(readFileSync(join(project, FILE)).equals(Buffer.from(broken as string))).toBe(true);
    expect(readdirSync(project).sort()).toEqual([LOG, FILE, 'a.py']);
  });

  it('an entry twice, a document of somebody else, one that is too large, a link, a broken history', async () => {
    const project = makeProject({ 'a.py': FAULTY });
    await run(project, 'update');
    const text = textOf(project);
    const entry = text.slice(text.indexOf(`### ${ID}`), text.indexOf('## Resolution'));
    const twice = text.replace('## Resolution', `${entry}## Resolution`);
    const second = twice.slice(0, twice.lastIndexOf(`### ${ID}`)).split('\n').length;
    const free = 'give one of them a free number, or remove it if they are the same issue';
    const [oversize, history] = [Buffer.alloc(33 * 1024 * 1024, 0x20), readFileSync(join(project, LOG), 'utf8')];
    for (const [content, sentence] of [
      [
        twice,
        `\`${FILE}\` has ${ID} twice, on line ${line(text, `### ${ID}`)} as well; ${free} (line ${second}); it was not changed`,
      ],
      [
        '# Our issues\n',
        `\`${FILE}\` is not a register: \`<!-- auditlint register, format 1 -->\` is missing below its first title (line 1); it was not changed`,
      ],
      [oversize, `cannot read \`${FILE}\`: larger than 33554432 bytes (34603008): not scanned`],
    ] as const) {
      writeFileSync(join(project, FILE), content);
      expect(await run(project, 'update')).toEqual({ code: 2, stdout: '', stderr: `auditlint: ${sentence}\n` });
    }
    writeFileSync(join(project, FILE), text);
    writeFileSync(join(project, LOG), `${history}{"date":1}\n`);
    expect(await run(project, 'update')).toMatchObject({
      code: 2,
      stderr: `auditlint: \`${LOG}\` has a line that is not a register event (line 2); it was not changed\n`,
    });
    // As git's union driver leaves it.
    writeFileSync(join(project, LOG), `${history}${history}\n`);
    expect(await run(project, 'update')).toMatchObject({ code: 0 });
    rmSync(join(project, FILE));
    symlinkSync('a.py', join(project, FILE));
    for (const argv of [['update'], ['check'], ['show']]) {
      const { code, stderr } = await run(project, ...argv);
      expect(code).toBe(2);
      expect(stderr).toContain('it is a symbolic link; name its target, `a.py`, if you mean that');
    }
    expect(readFileSync(join(project, 'a.py'), 'utf8')).toBe(FAULTY);
  });

  it('keeps line ends as they are', async () => {
    const project = makeProject({ 'a.py': FAULTY });
    await run(project, 'update');
    writeFileSync(join(project, FILE), textOf(project).replaceAll('\n', '\r\n'));
    edit(project, '**Owner:** –', '**Owner:** Ann');
    await run(project, 'update');
    expect(textOf(project)).toContain('**Owner:** Ann\r\n');
    expect(textOf(project).replaceAll('\r\n', '')).not.toContain('\n');
  });
});

describe('what a person wrote', () => {
  it('is told where the scan denies it, and left', async () => {
    const project = makeProject({ 'a.py': FAULTY });
    await run(project, 'update');
    edit(project, '**Status:** Open', '**Status:** Fixed');
    const check = await run(project, 'check');
    expect(check).toEqual({
      code: 1,
      stdout: `${ID}  a.py:4  is set to Fixed, but is still reported\n\n${FILE} contradicts the scan in 1 entry; correct the entries\n`,
      stderr: '',
    });
    const { code, stderr } = await run(project, 'update');
    expect(code).toBe(0);
    expect(stderr).toContain(`${ID}  a.py:4  is set to Fixed, but is still reported\n`);
    expect(statusOf(project)).toEqual({ [ID]: 'Fixed' });
  });
});
