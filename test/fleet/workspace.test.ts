import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Workspace } from '../../src/fleet/workspace.ts';
import { makeProject } from '../cli/run-cli.ts';

const OURS = 'auditlint-fleet-clones';

/** As a process leaves it that was killed an hour ago. */
function makeOld(folder: string): string {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'notes.txt'), 'kept');
  const then = new Date(Date.now() - 3_600_000);
  utimesSync(folder, then, then);
  return folder;
}

describe('a workspace', () => {
  const deep: string[] = [];
  afterAll(() => {
    for (const folder of deep) execFileSync('rm', ['-rf', folder]);
  });

  it('removes what killed processes left, and nothing of others', async () => {
    const shared = makeProject();
    const ours = makeOld(join(shared, OURS, 'work-aB3xYz'));
    const young = join(shared, OURS, 'work-aB3xY0');
    mkdirSync(young);
    const theirs = ['work-notes', 'work-aB3xYz', 'work-x', `${OURS}/work-x`, `${OURS}/work-notes`, `${OURS}/other`];
    for (const name of theirs) makeOld(join(shared, name));
    await new Workspace(shared).close();
    expect(existsSync(ours)).toBe(false);
    expect(existsSync(young)).toBe(true);
    expect(theirs.filter((name) => !existsSync(join(shared, name, 'notes.txt')))).toEqual([]);
  });

  it('lets others go on while it removes a clone', async () => {
    const workspace = new Workspace(makeProject());
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await workspace.within(async (folder) => {
      for (let i = 0; i < 2000; i++) writeFileSync(join(folder, `${i}`), '');
      turns = 0;
    });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(0);
    await workspace.close();
  });

  it('does without removing what it cannot remove', async () => {
    const shared = makeProject();
    const ours = makeOld(join(shared, OURS, 'work-aB3xYz'));
    deep.push(ours);
    // Deeper than paths may be long.
    const dig = 'n=$(printf "%0200d" 0); while mkdir $n && cd $n 2>/dev/null; do :; done';
    execFileSync('sh', ['-c', dig], { cwd: ours });
    makeOld(ours);
    symlinkSync('work-loop00', join(shared, OURS, 'work-loop00'));
    const workspace = new Workspace(shared);
    const left = await workspace.within(async (folder) => {
      writeFileSync(join(folder, 'clone'), '');
      return folder;
    });
    expect(existsSync(left)).toBe(false);
    await workspace.close();
    execFileSync('rm', ['-rf', ours]);
    rmSync(join(shared, OURS, 'work-loop00'));
    expect(readdirSync(join(shared, OURS))).toEqual([]);
  });
});
