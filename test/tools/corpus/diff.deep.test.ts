import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withBuiltRevision } from '../../../tools/corpus/diff/built-revision.ts';
import { compareFindings } from '../../../tools/corpus/diff/compare-findings.ts';
import { compareWith } from '../../../tools/corpus/diff/compare-with.ts';
import { differenceLines, differencesTable } from '../../../tools/corpus/diff/print-differences.ts';
import { Sources, scanFolder } from '../../../tools/corpus/scan-folder.ts';
import { ONLY_BARE_EXCEPT } from '../bare-except.ts';
import { SmallHistory } from '../git/small-history.ts';

const scratch = mkdtempSync(join(tmpdir(), 'auditlint-compared-'));
const folder = { package: 'orders', version: '1.0', path: join(scratch, 'orders-1.0') };
mkdirSync(folder.path);
writeFileSync(join(folder.path, 'orders.py'), 'try:\n    load()\nexcept:\n    pass\n');

// A project whose one rule, in its time, reported line 2 of every file, and another that is gone since.
const project = new SmallHistory();
const finding = (rule: string): string =>
  `{ rule: '${rule}', severity: 'P1', profile: 'default', precision: 'high', message: 'an old fact', related: [], flow: [], cwe: [],
     location: { path: 'orders.py', line: 2, column: 5, endLine: 2, endColumn: 11 } }`;
const revision = project.commit({
  'package.json': JSON.stringify({ type: 'module', scripts: { build: 'node build.js' } }),
  'build.js': `import { cpSync, mkdirSync } from 'node:fs'; mkdirSync('dist'); cpSync('api.js', 'dist/index.js');`,
  'api.js': `export async function scanRepository(root, { select }) {
  return { findings: [${finding('bare-except')}, ${finding('gone-rule')}].filter(({ rule }) => select.includes(rule)) };
}`,
  'rules/errors/bare-except.ts': '',
  'rules/errors/gone-rule.ts': '',
  '.gitignore': 'dist\nnode_modules\n',
});
/** Where a build that goes wrong says which folder it runs in. */
const builds = join(scratch, 'builds');
mkdirSync(builds);
const reportFolder = (name: string): string => {
  const [half, whole] = [`${name}.part`, name].map((file) => JSON.stringify(join(builds, file)));
  return `import { renameSync, writeFileSync } from 'node:fs'; writeFileSync(${half}, process.cwd()); renameSync(${half}, ${whole});`;
};
const broken = project.commit({
  'build.js': `${reportFolder('broken')} console.error("no such module"); process.exit(3);`,
});
const slow = project.commit({ 'build.js': `${reportFolder('slow')} setInterval(() => {}, 1000);` });

beforeAll(() => mkdirSync(join(project.root, 'node_modules')));
afterAll(() => {
  project.remove();
  rmSync(scratch, { recursive: true });
});

const folderOf = (build: string): string => dirname(readFileSync(join(builds, build), 'utf8'));
const workTrees = (): number => project.git('worktree', 'list').trimEnd().split('\n').length;

describe('what a change of rules does', () => {
  const compare = async (isWhole: boolean): Promise<string> => {
    const printed: string[] = [];
    const comparison = {
      project: project.root,
      revision,
      folders: [folder],
      rules: ONLY_BARE_EXCEPT,
      isWhole,
      today: '2026-11-20',
    };
    await compareWith(comparison, (text) => printed.push(text));
    return printed.join('\n');
  };

  it('is printed with the code, and counted by rule', async () => {
    const printed = await compare(true);
    expect(printed).toContain('orders 1.0: 3 differences');
    expect(printed).toContain('  - orders.py:2 bare-except P1 default: an old fact\n    | load()');
    expect(printed).toContain('  - orders.py:2 gone-rule P1 default: an old fact\n    | load()');
    expect(printed).toMatch(/ {2}\+ orders\.py:3 bare-except P\d (default|strict): .+\n {4}\| except:/);
    expect(printed).toMatch(/^gone-rule +0 \+ 0 +1 \+ 0 +0 \+ 0$/m);
    expect(workTrees()).toBe(1);
  });

  it('leaves out rules that nobody asked for', async () => {
    const printed = await compare(false);
    expect(printed).toContain('bare-except');
    expect(printed).not.toContain('gone-rule');
  });
});

describe('the work tree of a revision', () => {
  const never = new AbortController().signal;

  it('shares the installed packages, and goes after the work', async () => {
    const [root, shares] = await withBuiltRevision(project.root, revision, never, async ({ root }) => {
      expect(existsSync(join(root, 'rules/errors/gone-rule.ts'))).toBe(true);
      return [root, existsSync(join(root, 'node_modules'))] as const;
    });
    expect(shares).toBe(true);
    expect(existsSync(root)).toBe(false);
    expect(existsSync(join(project.root, 'node_modules'))).toBe(true);
    expect(workTrees()).toBe(1);
  });

  it('goes when the build fails, or the work', async () => {
    const build = withBuiltRevision(project.root, broken, never, () => Promise.resolve());
    await expect(build).rejects.toThrow(/ended with 3\nno such module/);
    expect(existsSync(folderOf('broken'))).toBe(false);
    let built = '';
    const work = withBuiltRevision(project.root, revision, never, ({ root }) => {
      built = root;
      return Promise.reject(new Error('full disk'));
    });
    await expect(work).rejects.toThrow('full disk');
    expect(existsSync(dirname(built))).toBe(false);
    await expect(withBuiltRevision(project.root, 'nowhere', never, () => Promise.resolve())).rejects.toThrow(
      'there is no revision `nowhere`',
    );
    expect(workTrees()).toBe(1);
  });

  it('goes when it is interrupted', async () => {
    const interruption = new AbortController();
    const watcher = watch(builds, (_, name) => {
      if (name === 'slow') interruption.abort(new Error('enough'));
    });
    const build = withBuiltRevision(project.root, slow, interruption.signal, () => Promise.resolve());
    await expect(build).rejects.toThrow('enough');
    watcher.close();
    expect(existsSync(folderOf('slow'))).toBe(false);
    expect(workTrees()).toBe(1);
  });
});

describe('differences', () => {
  it('tell what changed at a place from what came and went', async () => {
    const { findings } = await scanFolder(folder, ONLY_BARE_EXCEPT, '2026-11-20');
    const [read] = findings;
    if (read === undefined) throw new Error('nothing was found');
    const moved = { ...read.finding, location: { ...read.finding.location, line: 4, endLine: 4 } };
    const graver = { ...read.finding, severity: 'P3' } as const;
    expect(compareFindings([read.finding], [read.finding])).toEqual([]);
    expect(compareFindings([read.finding], [moved]).map(({ kind }) => kind)).toEqual(['removed', 'added']);
    const changed = compareFindings([graver, moved], [read.finding, moved]);
    expect(changed).toEqual([{ kind: 'changed', finding: read.finding, before: graver }]);
    const [difference] = changed;
    if (difference === undefined) throw new Error('no difference');
    const lines = differenceLines(difference, new Sources(folder.path));
    expect(lines).toEqual([expect.stringMatching(/^ {2}~ /), expect.stringMatching(/^ {4}was P3 /), '    | except:']);
    expect(differencesTable(changed)).toMatch(/bare-except +0 \+ 0 +0 \+ 0 +(1 \+ 0|0 \+ 1)$/);
  });
});
