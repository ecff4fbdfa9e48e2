/** Which of several findings a claim speaks of, and what a verdict shows of it. */
import { expect, it } from 'vitest';
import type { ReplayDocument, ToldClaim } from '../../src/written-audits/replay/formats/replay-document.ts';
import { TestRepository } from '../git/git-fixture.ts';
import { runCli } from './run-cli.ts';

async function claimOf(files: Readonly<Record<string, string>>, body: string, title: string): Promise<ToldClaim> {
  const { folder } = TestRepository.with({ ...files, 'AUDIT.md': `# Audit\n\n${body}` });
  const { stdout } = await runCli(['replay', 'AUDIT.md', '--format', 'json', '--fail-on', 'never'], { cwd: folder });
  const { claims } = JSON.parse(stdout) as ReplayDocument;
  const found = claims.find((claim) => claim.title.includes(title));
  if (found === undefined)
    throw new Error(`no claim of that title among ${claims.map((each) => each.title).join(' | ')}`);
  return found;
}

const LIMITED = `import time

from fastapi import FastAPI, HTTPException, Request

app = FastAPI()
counts = {}


@app.post("/orders")
def place_order(request: Request):
    key = f"{request.client.host}:{int(time.time() // 3600)}"
    counts[key] = counts.get(key, 0) + 1
    if counts[key] > 100:
        raise HTTPException(429)
    return {"placed": True}
`;

it('takes the finding of the kind that the title names, of several about one line', async () => {
  const body =
    '### #1: Rate limiter memory leak\n\n**File:** `shop/app.py`\n\n`counts` gets a key per address and hour, and keys are never cleaned up.\n';
  const { verdict } = await claimOf({ 'shop/app.py': LIMITED }, body, 'memory leak');
  expect(verdict).toMatchObject({ kind: 'present', rule: 'unbounded-cache' });
});

it('shows the other places of a finding, too', async () => {
  const body =
    '### #1: Counts grow without bound\n\n**File:** `shop/app.py`\n\n`counts` gets a key per address and hour, and nothing removes one.\n';
  const { verdict } = await claimOf({ 'shop/app.py': LIMITED }, body, 'Counts grow');
  expect(verdict.rule).toBe('unbounded-cache');
  expect(new Set(verdict.evidence.map(({ line }) => line)).size).toBeGreaterThan(1);
});

it('knows which files are missed where as many are counted as its part of the document names', async () => {
  const body = (count: number): string =>
    `## Workflows\n\nThe handbook names \`build.yml\`, \`release.yml\` and \`nightly.yml\`.\n\n### What is missing\n\n**${count} of 3 workflows are missing.** Nothing is released.\n`;
  const files = { '.github/workflows/build.yml': 'on: push\njobs: {}\n' };
  expect((await claimOf(files, body(2), '2 of 3')).verdict).toMatchObject({
    kind: 'present',
    because: expect.stringContaining('`release.yml`, `nightly.yml`'),
  });
  expect((await claimOf(files, body(1), '1 of 3')).verdict.kind).toBe('not-decidable');
});

it('takes a finding by the kind of its rule where the setting has a prefix', async () => {
  const settings = `from pydantic_settings import BaseSettings, SettingsConfigDict


class StoreSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_STORE_")
    bucket: str = "orders"
    access_key: str = ""
`;
  const body =
    '### S-1: Secrets management\n\n**Issue:** `settings.py` reads `SHOP_STORE_ACCESS_KEY` from the environment. If the file is committed, the key is leaked.\n';
  const { verdict } = await claimOf({ 'shop/settings.py': settings }, body, 'Secrets');
  expect(verdict).toMatchObject({ kind: 'present', rule: 'plain-secret-field' });
});
