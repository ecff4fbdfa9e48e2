/** Where only a finding asks about the project, files without one are read without what others need to know of them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type FileReport, type ScanReport, type ScanRequest, SharedReports } from '../../src/engine/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { duplicateFunction, printCall } from './rules.ts';
import { places, scanRepository } from './scan-repository.ts';

const rules = [printCall({ severity: 'P0' })];

const SERVICE = {
  'a_web.py':
    'from fastapi import FastAPI\nimport z_store\n\napp = FastAPI()\n\n\n@app.get("/")\ndef show():\n    return z_store.load()\n',
  'b_web.py': 'import uvicorn\nfrom a_web import app\n\nif __name__ == "__main__":\n    uvicorn.run(app)\n',
};
const SILENT = 'def load():\n    return 1\n';
const FIRING = 'def load():\n    print(1)\n';

/** Who wants to conclude single files needs all of each. */
const whole = (root: string): Promise<ScanReport> => scanRepository(root, rules, { onConcluded: () => undefined });

/** The reports that a scan keeps for others. */
class Kept extends SharedReports {
  override readonly wantsWhole = false;
  readonly last = new Map<string, FileReport>();
  /** In the order in which they were mapped. */
  readonly made: string[] = [];

  override keep(...[place, report]: Parameters<SharedReports['keep']>): void {
    this.last.set(place.path, report);
    this.made.push(place.path);
    super.keep(place, report);
  }

  get brief(): string[] {
    return [...this.last.values()]
      .filter(({ isBrief, summary }) => isBrief === true && summary === undefined)
      .map(({ path }) => path);
  }
}

const keeping = (): Kept => new Kept((bytes) => Buffer.from(bytes).toString('latin1'));

async function scanKeeping(root: string, kept: Kept, more: Partial<ScanRequest> = {}): Promise<ScanReport> {
  return scanRepository(root, rules, { shared: kept, ...more });
}

it('without a finding no file is summed up', async () => {
  const kept = keeping();
  const root = makeRepository({ ...SERVICE, 'z_store.py': SILENT });
  expect(places(await scanKeeping(root, kept))).toEqual([]);
  expect(kept.brief.sort()).toEqual(['a_web.py', 'b_web.py', 'z_store.py']);
});

it('the first finding has all files summed up, those before it too', async () => {
  const kept = keeping();
  const root = makeRepository({ ...SERVICE, 'z_store.py': FIRING });
  const report = await scanKeeping(root, kept);
  expect(kept.brief).toEqual([]);
  // Reached by whoever calls the route of another file.
  expect(report.findings[0]?.grading).toMatchObject({ reach: 'served', because: '`GET /` reaches it' });
  expect(report).toEqual(await whole(root));
});

it('a file with a word that the rule mentions is read first, so that the others are read once', async () => {
  const kept = keeping();
  const [printing] = rules;
  const { rule } = printing ?? printCall({});
  const wary = { ...printCall({ severity: 'P0' }), rule: { ...rule, mentions: ['print'] } } as (typeof rules)[number];
  const root = makeRepository({ ...SERVICE, 'z_store.py': FIRING });
  const report = await scanRepository(root, [wary], { shared: kept });
  expect(kept.made).toEqual(['z_store.py', 'a_web.py', 'b_web.py', 'z_store.py']);
  expect(report).toEqual(await whole(root));
});

it('what an earlier scan left out is made when a later one needs it', async () => {
  const kept = keeping();
  const root = makeRepository({ ...SERVICE, 'z_store.py': SILENT });
  await scanKeeping(root, kept);
  writeFileSync(join(root, 'z_store.py'), FIRING);
  expect(await scanKeeping(root, kept)).toEqual(await whole(root));
  writeFileSync(join(root, 'z_store.py'), SILENT);
  expect(await scanKeeping(root, kept)).toEqual(await whole(root));
});

it('a suppression without a finding counts as a question', async () => {
  const kept = keeping();
  const unused = `${SILENT}# auditlint: ignore[print-call] nothing is printed\n`;
  const root = makeRepository({ ...SERVICE, 'z_store.py': unused });
  const report = await scanKeeping(root, kept);
  expect(kept.brief).toEqual([]);
  expect(report.findings.map(({ rule }) => rule)).toContain('suppression-unused');
  expect(report).toEqual(await whole(root));
});

it('a rule about the project has all files summed up', async () => {
  const kept = keeping();
  const root = makeRepository({ ...SERVICE, 'z_store.py': SILENT });
  await scanRepository(root, [...rules, duplicateFunction], { shared: kept });
  expect(kept.brief).toEqual([]);
});

it('progress counts no file twice', async () => {
  const root = makeRepository({ ...SERVICE, 'z_store.py': FIRING });
  const told: string[] = [];
  await scanKeeping(root, keeping(), {
    onProgress: ({ phase, done, total }) => told.push(`${phase} ${done}/${total}`),
  });
  expect(told.filter((each) => each.startsWith('scanning')).at(-1)).toBe('scanning 3/3');
});
