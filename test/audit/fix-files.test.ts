/** What becomes of fixes that do harm: rules made for these tests offer them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EditableFile, joinEdits } from '../../src/audit/fix/apply-edits.ts';
import { EditedTree } from '../../src/audit/index.ts';
import { DiskTree } from '../../src/discover/index.ts';
import { replacement } from '../../src/kit/fixes/index.ts';
import {
  defineProjectRule,
  defineSourceRule,
  fileStart,
  type RegisteredRule,
  type RuleDocs,
} from '../../src/kit/index.ts';
import { makeRepository } from '../discover/repository.ts';
import { fixFixture } from '../fix-fixtures/fix-fixture.ts';

const docs: RuleDocs = {
  summary: 'name that is found',
  why: 'It is found.',
  remedy: 'Change it.',
  harm: 'dead-code',
  severity: 'P1',
  precision: 'high',
  since: '0.1.0',
  cwe: [],
  origin: [],
  bad: '',
  good: '',
  fixes: [{ title: 'Change it', safety: 'safe', because: 'it is a test' }],
};

/** Finds a name, and offers to write something else in its place. */
function finds(name: string, instead: string): RegisteredRule {
  const rule = defineSourceRule({
    docs,
    visit: {
      Name(node, ctx) {
        if (node.id === name) ctx.report({ at: node, message: 'found', fix: { edits: [replacement(node, instead)] } });
      },
    },
  });
  return { name: `finds-${name}`, category: 'errors', rule };
}

/** Finds calls of `old`, and offers to write something else in place of the whole call. */
function replacesCalls(instead: string): RegisteredRule {
  const rule = defineSourceRule({
    docs,
    visit: {
      Call(node, ctx) {
        const isOld = node.func.kind === 'Name' && node.func.id === 'old';
        if (isOld) ctx.report({ at: node, message: 'found', fix: { edits: [replacement(node, instead)] } });
      },
    },
  });
  return { name: 'replaces-calls', category: 'errors', rule };
}

it('a file that fixes make larger than what is read is skipped like any other', () => {
  const disk = new DiskTree(makeRepository({ 'a.py': 'x = 1\n' }));
  const tree = new EditedTree(disk, new Map([['a.py', Buffer.from('x = 1  # more\n')]]), () => 'id');
  expect(tree.read('a.py', 14)).toMatchObject({ kind: 'content' });
  expect(tree.read('a.py', 13)).toMatchObject({ kind: 'skipped', skipped: { kind: 'too-large' } });
});

async function fix(code: string, ...rules: readonly RegisteredRule[]) {
  const { contents, dropped, fixed } = await fixFixture(new Map([['app/a.py', code]]), rules);
  const bytes = contents.get('app/a.py');
  const text = bytes === undefined ? code : Buffer.from(bytes).toString();
  return { text, fixed: fixed.length, dropped: dropped.map(({ reason }) => reason) };
}

describe('a fix is dropped', () => {
  it('where its finding stays', async () => {
    const reported = await fix('old(1)\n', finds('old', 'old '));
    expect(reported).toEqual({ text: 'old(1)\n', fixed: 0, dropped: ['`finds-old` would still be reported there'] });
  });

  it('where another finding appears, and the others are made', async () => {
    const reported = await fix(
      'good(1)\nbad(2)\ngood(3)\n',
      finds('good', 'fine'),
      finds('bad', 'worse'),
      finds('worse', 'worse '),
    );
    expect(reported).toEqual({
      text: 'fine(1)\nbad(2)\nfine(3)\n',
      fixed: 2,
      dropped: ['it would cause `finds-worse` at app/a.py:2'],
    });
  });

  it('where another file is harmed, which has a fix of its own, and the others are made', async () => {
    const needed = defineProjectRule({
      docs,
      check(project, ctx) {
        const lost = project.modules.find(({ module }) => module === 'app.b');
        if (lost === undefined || project.importersOf(lost).length > 0) return;
        ctx.report({ at: fileStart(lost), message: 'nobody imports it', key: 'lost' });
      },
    });
    const files = Array.from({ length: 6 }, (_, i) => [`app/c${i}.py`, 'old(1)\n'] as const);
    const code = new Map([
      ['app/__init__.py', ''],
      ['app/a.py', 'import app.b\nold\n'],
      ['app/b.py', 'old(2)\n'],
      ...files,
    ]);
    const importing = defineSourceRule({
      docs,
      visit: {
        Import(at, ctx) {
          ctx.report({ at, message: 'found', fix: { edits: [replacement(at, 'pass')] } });
        },
      },
    });
    const { contents, dropped, fixed } = await fixFixture(code, [
      finds('old', 'new'),
      { name: 'finds-import', category: 'errors', rule: importing },
      { name: 'needed', category: 'errors', rule: needed },
    ]);
    expect(dropped.map(({ finding, reason }) => `${finding.rule}: ${reason}`)).toEqual([
      'finds-import: it would cause `needed` at app/b.py:1',
    ]);
    expect(fixed).toHaveLength(8);
    expect([...contents.keys()].sort()).toEqual(['app/a.py', 'app/b.py', ...files.map(([path]) => path)]);
  });

  it('where the file can no longer be read, though it stands among a hundred', async () => {
    const lines = Array.from({ length: 100 }, (_, at) => (at === 61 ? 'bad(61)' : `good(${at})`));
    const reported = await fix(`${lines.join('\n')}\n`, finds('good', 'fine'), finds('bad', '((('));
    expect(reported.text).toBe(`${lines.join('\n').replaceAll('good', 'fine')}\n`);
    expect(reported.dropped).toHaveLength(1);
  });

  it('where the file could not be read as a whole before', async () => {
    const reported = await fix('old(1)\ndef half(:\n', finds('old', 'new'));
    const dropped = ['the file has syntax that is not understood'];
    expect(reported).toEqual({ text: 'old(1)\ndef half(:\n', fixed: 0, dropped });
  });

  it('where the encoding of the file cannot represent it', async () => {
    const reported = await fix('# coding: latin-1\nold(1)\n', finds('old', '\u20ac'));
    expect(reported.dropped).toEqual(['the encoding of the file cannot represent it']);
  });
});

describe('a fix is not offered', () => {
  it('where a comment would go with what it replaces', async () => {
    const code = 'old(1)  # as before\nkept = (\n    # why it stays\n    old\n)\n';
    expect((await fix(code, replacesCalls('new(2)'))).text).toBe(code.replace('old(1)', 'new(2)'));
    const within = 'old(  # the first\n    1)\n';
    expect(await fix(within, replacesCalls('new(2)'))).toEqual({ text: within, fixed: 0, dropped: [] });
  });
});

describe('passes', () => {
  it('go on until nothing changes', async () => {
    expect(await fix('a1(1)\n', finds('a1', 'b1'), finds('z1', 'y1'))).toMatchObject({ text: 'b1(1)\n', fixed: 1 });
  });

  it('make edits of one place one after the other', async () => {
    const reported = await fix('old(old)\n', finds('old', 'new'), { ...finds('old', 'newer'), name: 'finds-too' });
    // Both rules want the same names: whichever writes first takes the finding of the other with it.
    expect(reported).toMatchObject({ text: 'new(new)\n', dropped: [] });
  });
});

describe('edits', () => {
  const lines = fc.array(fc.constantFrom('x = 1', 'y = "é€"', '', '# ü', 'z = [1, 2]'), { minLength: 1, maxLength: 8 });

  it('leave every byte alone that they do not name, whatever the line ends and marks', () => {
    fc.assert(
      fc.property(
        lines,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.boolean(),
        fc.nat(),
        fc.nat(),
        (parts, end, hasMark, a, b) => {
          const content = parts.join(end);
          const bytes = Buffer.from((hasMark ? '\ufeff' : '') + content);
          const file = EditableFile.open(bytes, true);
          const [start = 0, stop = 0] = [a % (content.length + 1), b % (content.length + 1)].sort((x, y) => x - y);
          // Half of a line end is no place.
          fc.pre(
            !(content[start] === '\n' && content[start - 1] === '\r') &&
              !(content[stop] === '\n' && content[stop - 1] === '\r'),
          );
          const written = file?.write([{ start, end: stop, text: 'wörd' }]);
          const wanted = `${hasMark ? '\ufeff' : ''}${content.slice(0, start)}wörd${content.slice(stop)}`;
          expect(written?.toString()).toBe(wanted);
        },
      ),
    );
  });

  it('that meet are not joined', () => {
    const edit = (start: number, end: number, text = 'a') => ({ start, end, text });
    expect(joinEdits([edit(0, 4), edit(2, 6)])).toBeUndefined();
    expect(joinEdits([edit(2, 2, 'a'), edit(2, 2, 'b')])).toBeUndefined();
    expect(joinEdits([edit(2, 2, 'import b\n'), edit(2, 2, 'import a\n'), edit(2, 2, 'import a\n')])).toEqual([
      edit(2, 2, 'import a\n'),
      edit(2, 2, 'import b\n'),
    ]);
  });
});
