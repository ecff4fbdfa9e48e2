/** Which of several findings a claim speaks of, and what a verdict shows of it. */
import { expect, it } from 'vitest';
import type { ToldClaim } from '../../src/replay/formats/replay-document.ts';
import { MemoryHistory } from './memory-history.ts';
import { replayed } from './replayed.ts';

async function claimOf(files: Readonly<Record<string, string>>, body: string, title: string): Promise<ToldClaim> {
  const { claims } = await replayed(MemoryHistory.with({ ...files, 'AUDIT.md': `# Audit\n\n${body}` }));
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

const COMPOSE = `services:
  web:
    image: nginx:1.27
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf
  gauges:
    image: prom/prometheus:v2.48.0
    volumes:
      - ./gauges.yml:/etc/prometheus/prometheus.yml
`;

it('knows the file that is missed where words call it', async () => {
  const body = '### #1: No nginx config exists\n\nWhoever starts the stack gets the page of welcome.\n';
  const { verdict } = await claimOf({ 'compose.yaml': COMPOSE }, body, 'nginx');
  expect(verdict).toMatchObject({
    kind: 'present',
    rule: 'compose-mount-source-missing',
    because: expect.stringContaining('`nginx.conf`'),
  });
  const there = { 'compose.yaml': COMPOSE, 'nginx.conf': 'events {}\n' };
  expect((await claimOf(there, body, 'nginx')).verdict.kind).toBe('not-decidable');
});

const RECEIVING = `import base64

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class Scan(BaseModel):
    body: str


@app.post("/scans")
def receive(scan: Scan):
    return len(base64.b64decode(scan.body))
`;

it('takes no finding of which a claim says no more than what it is about', async () => {
  const body = (title: string): string =>
    `## Bottlenecks\n\n| Part | Bottleneck |\n|---|---|\n| ${title} | Python GIL |\n| Scan of a page | one thread |\n`;
  const files = { 'shop/app.py': RECEIVING, 'requirements.txt': 'fastapi\npydantic\n' };
  expect((await claimOf(files, body('Base64 decode'), 'Base64')).verdict.kind).toBe('not-decidable');
  const said =
    '### #1: Base64 of a client is decoded without validation\n\n**File:** `shop/app.py`\n\nURL-safe input gives other bytes.\n';
  expect((await claimOf(files, said, 'Base64')).verdict).toMatchObject({
    kind: 'present',
    rule: 'lenient-base64-decode',
  });
});

it('takes the kind of a defect from the heading above', async () => {
  const body = (heading: string): string =>
    `## ${heading}\n\n| Component | Why |\n|---|---|\n| Search settings (20 lines of YAML) | The values are not known until a model exists |\n| Second broker | One is enough |\n`;
  const files = {
    'tune/search_settings.yaml': 'rate: [0.1, 0.01]\nepochs: 20\n',
    'tune/train.py': 'import yaml\n\nwith open("tune/epochs.yaml") as file:\n    print(yaml.safe_load(file))\n',
    'tune/epochs.yaml': 'epochs: 3\n',
  };
  const { verdict } = await claimOf(files, body('What is unnecessarily complex'), 'Search settings');
  expect(verdict).toMatchObject({ kind: 'present', rule: 'config-file-unread' });
});

const QUERYING = `COLUMNS = "id, total"


def orders(db):
    return db.execute(f"SELECT {COLUMNS} FROM orders").fetchall()
`;

it('takes SQL in f-strings for no danger that depends on what is put in, where the rule that knows it finds none', async () => {
  const body = (text: string): string =>
    `### #1: SQL queries use f-strings for columns\n\n**File:** \`shop/orders.py\`\n\n${text}\n`;
  const text = QUERYING.replace('def orders(db):', 'def orders(db):\n    columns = COLUMNS').replace(
    '{COLUMNS}',
    '{columns}',
  );
  const judged = async (said: string): Promise<string> =>
    (await claimOf({ 'shop/orders.py': text }, body(said), 'SQL')).verdict.kind;
  expect(await judged('Nobody can read them.')).toBe('present');
  expect(await judged('Potential injection if user-controlled text reaches them.')).toBe('not-decidable');
});

const SHELLED = `import subprocess
import threading

_lock = threading.Lock()


def export(name):
    subprocess.run(f"tar czf /tmp/{name}.tgz data", shell=True, check=True)
    return name
`;

it('takes no finding of quite another kind than the title names, on the very lines', async () => {
  const claim = (title: string): string =>
    `### A-1: ${title}\n\n**File:** \`shop/export.py:8\`\n\nThe \`subprocess.run\` command of \`export\` gets \`name\`.\n`;
  const files = {
    'shop/export.py': SHELLED,
    'shop/api.py':
      'from fastapi import FastAPI\n\nfrom shop.export import export\n\napp = FastAPI()\n\n\n@app.post("/export/{name}")\ndef run_export(name: str):\n    return export(name)\n',
  };
  expect((await claimOf(files, claim('Lock never taken'), 'Lock')).verdict.rule).not.toBe('shell-injection');
  expect((await claimOf(files, claim('Command injection'), 'Command')).verdict.rule).toBe('shell-injection');
});

it('takes a class that nobody needs for one that nothing uses', async () => {
  const body =
    '## What is over-engineered\n\n| Component | Why over-engineered |\n|---|---|\n| Shadow order pattern | Nobody orders yet |\n| Price cache | Nobody asks twice |\n';
  const files = {
    'shop/shadow.py':
      'class ShadowOrder:\n    """An order that is only looked at."""\n\n    def place(self, order):\n        return order\n',
    'shop/app.py': 'from fastapi import FastAPI\n\napp = FastAPI()\n',
    Dockerfile: 'FROM python:3.12\nCOPY shop shop\nCMD ["uvicorn", "shop.app:app"]\n',
  };
  expect((await claimOf(files, body, 'Shadow order')).verdict).toMatchObject({
    kind: 'present',
    evidence: [{ path: 'shop/shadow.py', line: 1 }],
  });
});

const MARKS = `import sqlite3


def mark(path, orders):
    connection = sqlite3.connect(path)
    for order in orders:
        connection.execute("UPDATE orders SET mine = 1 WHERE number = ?", (order,))
    connection.commit()
`;

it('does not take a finding that a guess holds back for what the claim says in other words, though it stands on its lines', async () => {
  const body =
    '### #1: The flag `mine` is never set\n\n**File:** `shop/marks.py:7`\n\n`connection` gets the wrong numbers, so all are 0.\n';
  const { verdict } = await claimOf({ 'shop/marks.py': MARKS }, body, 'flag');
  expect(verdict.rule).toBeUndefined();
});

it('misses nothing in a function that may stand in what it calls', async () => {
  const files = {
    'shop/prices.py': `import requests

SESSION = requests.Session()
LIMITS = {"timeout": 5}


def price(number):
    return ask(f"https://prices.example.com/{number}")


def ask(address):
    return SESSION.get(address, **LIMITS).json()
`,
  };
  const body = '### #1: No timeout on calls\n\n**File:** `shop/prices.py`\n\n`price` has no timeout.\n';
  expect((await claimOf(files, body, 'No timeout')).verdict.because).not.toContain('no sign of timeout');
  const without = { 'shop/prices.py': files['shop/prices.py'].replace('LIMITS = {"timeout": 5}\n', 'LIMITS = {}\n') };
  expect((await claimOf(without, body, 'No timeout')).verdict.kind).toBe('present');
});

it('takes code of several lines for moved, and no single one, which may stand anywhere', async () => {
  const files = {
    'shop/app.py': 'def serve():\n    return None\n',
    'shop/saving.py':
      'import os\n\n\ndef save(folder, text):\n    os.makedirs(folder, exist_ok=True)\n    path = os.path.join(folder, "orders.txt")\n    write_whole(path, text)\n',
  };
  const body = (code: string): string =>
    `### #1: Two at once make the folder\n\n**File:** \`shop/makers.py:1\`\n\n\`\`\`python\n${code}\n\`\`\`\n`;
  const one = 'os.makedirs(folder, exist_ok=True)';
  expect((await claimOf(files, body(one), 'Two at once')).verdict.kind).not.toBe('moved');
  const several = `${one}\npath = os.path.join(folder, "orders.txt")\nwrite_whole(path, text)`;
  expect((await claimOf(files, body(several), 'Two at once')).verdict.kind).toBe('moved');
});
