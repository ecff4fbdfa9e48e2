import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/dev/project-root.ts';
import { scanRepository } from '../../src/index.ts';

const demo = join(projectRoot, 'fixtures/demo-service');

describe('scanRepository', () => {
  it('finds what the command line finds', async () => {
    const report = await scanRepository(demo);
    expect(report.statistics.scanned).toBeGreaterThan(0);
    expect(report.findings.length).toBeGreaterThan(0);
    expect(report.notices).toEqual([]);
  });

  it('scans and reports only what was selected', async () => {
    const report = await scanRepository(demo, { select: ['bare-except'], paths: ['src'] });
    expect(new Set(report.findings.map(({ rule }) => rule))).toEqual(
      new Set(report.findings.length > 0 ? ['bare-except'] : []),
    );
  });

  it('says in one sentence what is wrong', async () => {
    await expect(scanRepository(demo, { select: ['bare-exept'] })).rejects.toThrow(/`bare-exept`.*`bare-except`/);
    await expect(scanRepository(demo, { paths: ['no-such-folder'] })).rejects.toThrow('no-such-folder');
  });

  it('can be interrupted', async () => {
    const aborted = AbortSignal.abort();
    await expect(scanRepository(demo, { signal: aborted })).rejects.toThrow('interrupted');
  });
});
