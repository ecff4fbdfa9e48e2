/** A secret that a rule finds must not be in anything that the program writes. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { maskSecrets } from '../../src/knowledge/mask-secrets.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { makeProject, runCli } from './run-cli.ts';

const SECRET = 'qK7pZr4TqW7xLm2VbN8s';
const WEAK = 'warehouse-for-all';
const APP = `import os

KEY = os.environ.get("ORDERS_SIGNING_KEY", "${WEAK}")


def connect(client):
    try:
        client.login(password="${SECRET}")
    except: client.login(password="${SECRET}")


def reconnect(client):
    # auditlint: ignore[hardcoded-secret] replaced next week
    client.login(password="${SECRET}")
    try:
        client.ping()
    except: client.login(token="${SECRET}")
`;

describe.each(FORMATS)('%s', (format) => {
  it.each(['app.py', 'orders.ipynb'])('tells neither the secret in %s nor a hash of its line', async (path) => {
    const cwd = makeProject({ [path]: path.endsWith('.py') ? APP : notebook(APP) });
    const argv = [
      '--format',
      format,
      '--select',
      'hardcoded-secret,bare-except',
      '--profile',
      'strict',
      '--fail-on',
      'P3',
    ];
    const { stdout, stderr, code } = await runCli(argv, { cwd });
    expect(code).toBe(1);
    expect(stdout).toContain('hardcoded-secret');
    expect(stdout).toContain('bare-except');
    for (const text of [SECRET, WEAK]) expect(stdout + stderr).not.toContain(text);
    await runCli([...argv, '--output', 'report.txt'], { cwd });
    expect(readdirSync(cwd).sort()).toEqual([path, 'report.txt']);
    for (const text of [SECRET, WEAK]) expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).not.toContain(text);
  });
});

it('a merged report tells it in no format, also when the code has moved since', async () => {
  const cwd = makeProject({ 'app.py': APP });
  const argv = ['--select', 'hardcoded-secret,bare-except', '--profile', 'strict', '--quiet'];
  await runCli([...argv, '--format', 'json=report.json'], { cwd });
  writeFileSync(join(cwd, 'app.py'), `# one more line\n${APP}`);
  for (const format of FORMATS) {
    const { stdout, stderr } = await runCli(['merge', 'report.json', '--format', format], { cwd });
    expect(stdout).toContain('hardcoded-secret');
    for (const text of [SECRET, WEAK]) expect(stdout + stderr).not.toContain(text);
  }
});

describe('a secret that another rule shows', () => {
  const RANDOM = 'a8Kd03mZq7Lp5Xv2Rt9Wc4Yb6Nf1Gh0JsUeQ';
  const SECRETS = [`ghp_${RANDOM}`, SECRET, 'tulip-9-harbour', `${RANDOM}.${RANDOM}`];
  const SHOWN = `import requests


def load(client):
    try:
        client.login(token="${SECRETS[0]}", retries=3)
    except: client.login(api_key="${SECRET}")


def fetch(order):
    headers = {"Authorization": f"Bearer ${SECRETS[3]}"}
    try:
        return requests.get(f"https://shop:tulip-9-harbour@orders.example.com/{order}", headers=headers)
    except: return requests.get("https://shop:tulip-9-harbour@old.example.com", headers={"Authorization": "Bearer ${SECRETS[3]}"})
`;

  it.each(FORMATS)('is covered in %s', async (format) => {
    const cwd = makeProject({ 'app.py': SHOWN });
    const argv = ['--format', format, '--select', 'bare-except,request-without-timeout,swallowed-exception'];
    const { stdout, stderr } = await runCli([...argv, '--profile', 'strict'], { cwd });
    expect(stdout).toContain('bare-except');
    for (const text of SECRETS) expect(stdout + stderr).not.toContain(text);
  });

  it('is covered in a baseline, where a place is asked about, and where a finding is accepted', async () => {
    const cwd = makeProject({ 'app.py': SHOWN });
    const reported = [
      await runCli(['baseline', '--profile', 'strict'], { cwd }),
      await runCli(['why', 'app.py:7'], { cwd }),
      await runCli(['why', 'app.py:13', '--format', 'json'], { cwd }),
      await runCli(['suppress', 'bare-except', 'app.py:7', '--reason', 'the client is gone'], { cwd }),
    ];
    const written = readdirSync(cwd).filter((name) => name !== 'app.py');
    expect(written).toHaveLength(1);
    const stored = written.map((name) => readFileSync(join(cwd, name), 'utf8'));
    const all = [...reported.flatMap(({ stdout, stderr }) => [stdout, stderr]), ...stored].join('');
    expect(all).toContain('bare-except');
    for (const text of SECRETS) expect(all).not.toContain(text);
  });

  it('leaves its line where it was, and plain words as they are', () => {
    expect(maskSecrets(`login(token="ghp_${RANDOM}", user="ann")`)).toBe(
      `login(token="${'*'.repeat(40)}", user="ann")`,
    );
    for (const text of [
      'password="changeme"',
      'key = name_of(order)',
      'token: str = "x"',
      'see https://example.com/a@b',
      'PASSWORD_FIELD = "password_hash"',
      'f"postgres://{user}:{password}@db/shop"',
    ])
      expect(maskSecrets(text)).toBe(text);
  });

  const base64 = (length: number): string =>
    Array.from({ length }, (_, index) => 'kQ7xV2mB9tR4wZ1n'[index % 16]).join('');
  // Put together here, so that nobody who looks for secrets finds any in this file.
  it.each([
    ['AK', `IA${'J7Q2X4M5N6P3R2T7'}`],
    ['gh', `p_${base64(36)}`],
    ['github', `_pat_${base64(22)}_${base64(59)}`],
    ['glpat', `-${base64(20)}`],
    ['sk-ant', `-api03-${base64(60)}`],
    ['sk', `-${base64(48)}`],
    ['xoxb', `-1234567890-${base64(24)}`],
    ['AI', `za${base64(35)}`],
    ['sk_live', `_${base64(24)}`],
    ['SG', `.${base64(22)}.${base64(43)}`],
    ['npm', `_${base64(36)}`],
    ['pypi', `-AgEI${base64(60)}`],
    ['eyJ', `${base64(20)}.eyJ${base64(20)}.${base64(30)}`],
  ])('covers what begins with %s, whatever it is called', (start, rest) => {
    expect(maskSecrets(`x = "${start}${rest}"`)).toContain('******');
  });

  it('has no hash of its line in SARIF', async () => {
    const cwd = makeProject({ 'app.py': SHOWN });
    const argv = ['--format', 'sarif', '--select', 'bare-except', '--profile', 'strict'];
    const { results } = JSON.parse((await runCli(argv, { cwd })).stdout).runs[0];
    for (const { partialFingerprints } of results) expect(Object.keys(partialFingerprints)).toEqual(['auditlint/v1']);
  });
});

describe('the identity of a secret', () => {
  it('does not come from the secret, and stays when the secret is another', async () => {
    const prints = await Promise.all(
      [APP, APP.replaceAll(SECRET, 'an0ther-Secret9xQ').replace(WEAK, 'other')].map(identities),
    );
    expect(prints[0]?.length).toBeGreaterThan(2);
    expect(prints[0]).toEqual(prints[1]);
  });

  it('has no hash of its line in SARIF', async () => {
    const cwd = makeProject({ 'app.py': APP });
    const { stdout } = await runCli(['--format', 'sarif', '--select', 'hardcoded-secret'], { cwd });
    const { results } = JSON.parse(stdout).runs[0];
    // One secret is one finding, with all its places.
    expect(results.map(({ properties }: { properties: { places?: number } }) => properties.places)).toEqual([
      undefined,
      3,
    ]);
    for (const { partialFingerprints } of results) {
      expect(Object.keys(partialFingerprints)).toEqual(['auditlint/v1']);
    }
  });
});

interface Identified {
  readonly fingerprint: string;
  readonly places?: readonly Identified[];
}

const printOf = ({ fingerprint }: Identified) => fingerprint;

async function identities(content: string): Promise<string[]> {
  const cwd = makeProject({ 'app.py': content });
  const { stdout } = await runCli(['--format', 'json', '--select', 'hardcoded-secret'], { cwd });
  const { findings } = JSON.parse(stdout);
  expect(findings.every(({ hidesCode }: { hidesCode?: boolean }) => hidesCode === true)).toBe(true);
  return findings.flatMap(({ fingerprint, places = [] }: Identified) => [fingerprint, ...places.flatMap(printOf)]);
}

function notebook(code: string): string {
  const cell = { cell_type: 'code', source: code, metadata: {}, outputs: [], execution_count: null };
  return JSON.stringify({
    cells: [cell],
    metadata: { kernelspec: { language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 5,
  });
}
