/** Scans of repositories whose files are not Python, with every rule. */
import { expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { optionsFor, places, scanRepository } from './scan-repository.ts';

/** With one finding, whatever else the repository holds. */
const FAULTY =
  'def read():\n    parse("orders", 1)\n\n\ndef parse(text):\n    return text\n\n\nif __name__ == "__main__":\n    read()\n';

const DOCKERFILE =
  'FROM python\nWORKDIR /srv\nRUN pip install -r requirements.txt || true\nCMD ["serve", "--port", "$PORT"]\n';

test('a repository without Python gets its findings', async () => {
  const root = makeRepository({ Dockerfile: DOCKERFILE, 'requirements.txt': 'flask\n' });
  const strict = optionsFor(rules, {
    'docker-unpinned-base': { profile: 'strict' },
    'docker-ignored-failure': { profile: 'strict' },
  });
  const report = await scanRepository(root, rules, {}, strict);
  expect(report.statistics.scanned).toBe(2);
  expect(places(report)).toEqual(
    expect.arrayContaining([
      'Dockerfile:1 docker-unpinned-base',
      'Dockerfile:3 docker-ignored-failure',
      'Dockerfile:4 docker-healthcheck-variable',
    ]),
  );
});

test('a comment suppresses a finding of an artifact, and an unused one is told', async () => {
  const suppressed = DOCKERFILE.replace(
    'FROM',
    '# auditlint: ignore[docker-unpinned-base] the registry has one tag\nFROM',
  ).replace('CMD', '# auditlint: ignore[docker-unpinned-base] nothing here\nCMD');
  const root = makeRepository({ Dockerfile: suppressed, 'requirements.txt': 'flask\n' });
  const strict = optionsFor(rules, {
    'docker-unpinned-base': { profile: 'strict' },
    'suppression-unused': { profile: 'strict' },
  });
  const report = await scanRepository(root, rules, {}, strict);
  expect(report.suppressed.map(({ finding, reason }) => [finding.rule, reason])).toEqual([
    ['docker-unpinned-base', 'the registry has one tag'],
  ]);
  expect(places(report)).toContain('Dockerfile:5 suppression-unused');
});

test('hostile artifacts become notices and lose nothing of the rest', async () => {
  const bomb = Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`).join('\n');
  const root = makeRepository({
    'compose.yml': 'services:\n  api: [\n',
    'bomb/compose.yml': `a0: &a0 x\n${bomb}\n`,
    'deep/compose.yml': `services: ${'['.repeat(1_000)}${']'.repeat(1_000)}\n`,
    'deeper/compose.yml': `services: ${'{a: '.repeat(1_000)}${'}'.repeat(1_000)}\n`,
    '.github/workflows/ci.yml':
      'on: push\njobs:\n  ${{ x }}:\n    steps:\n      - run: ${{ github.event.issue.title }}\n      - run: echo ${{ a\n',
    'Dockerfile.broken': 'FROM a\nRUNN x\nCOPY\n',
    'BIG.md': '# big\n\n- [x](y)\n\n'.repeat(650_000),
    'pyproject.toml': '[project\n',
    'deep/pyproject.toml': `[tool${'.a'.repeat(20_000)}]\nb = 1\n`,
    'requirements.txt': '=== \\\n',
    'app.py': FAULTY,
  });
  const report = await scanRepository(root, rules);
  expect(report.notices.filter(({ kind }) => kind === 'rule-failed')).toEqual([]);
  const reported = report.notices.map(({ path }) => path);
  for (const path of [
    'compose.yml',
    'bomb/compose.yml',
    'deep/compose.yml',
    'deeper/compose.yml',
    'Dockerfile.broken',
    'pyproject.toml',
    'deep/pyproject.toml',
  ]) {
    expect(reported).toContain(path);
  }
  expect(places(report)).toContain('app.py:2 call-signature-mismatch');
});

test.each([
  ['compose.yml', 'services:\n  api: [\n'],
  ['Procfile', 'web: python app.py\n'],
  ['.github/workflows/ci.yml', 'jobs: [\n'],
  ['README.md', '```bash\npython app.py\n```\n'],
])('what says what is started is read whatever rules run: %s', async (path, content) => {
  const root = makeRepository({ [path]: content, 'app.py': FAULTY });
  const chosen = rules.filter(({ name }) => name === 'call-signature-mismatch');
  const { findings, notices } = await scanRepository(root, chosen);
  const isStarted = findings[0]?.grading.because.includes(path) === true;
  const isReported = notices.some((notice) => notice.path === path);
  expect([findings.length, isStarted || isReported]).toEqual([1, true]);
});
