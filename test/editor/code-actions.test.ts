import { describe, expect, it } from 'vitest';
import { codeActionsOf, type EditStyle } from '../../src/editor/code-actions.ts';
import { mendable } from './mendable.ts';

const style: EditStyle = {
  uriOf: (path) => `file:///shop/${path}`,
  pageOf: () => undefined,
  versionOf: (uri) => (uri.endsWith('app.py') ? 7 : null),
};
const line = (at: number) => ({ start: { line: at, character: 0 }, end: { line: at, character: 0 } });
const edit = (path: string, at: number, text: string) => ({
  location: { path, line: at, column: 3, endLine: at, endColumn: 5 },
  text,
});

describe('a finding that can be fixed', () => {
  const finding = mendable(
    'app.py',
    [edit('app.py', 5, 'uuid4()'), edit('ids.py', 2, ''), edit('app.py', 1, 'import uuid')],
    'safe',
  );
  const wish = {
    uri: 'file:///shop/app.py',
    range: { start: { line: 4, character: 11 }, end: { line: 4, character: 11 } },
    hasGaps: false,
  };

  it('offers its fix, for the version of the text that it was made for', () => {
    const [quickFix, ignore] = codeActionsOf({ ...wish, findings: [finding], isInvoked: false }, style);
    expect(quickFix).toMatchObject({ title: 'Draw it at random', kind: 'quickfix', isPreferred: true });
    const range = (at: number) => ({ start: { line: at - 1, character: 2 }, end: { line: at - 1, character: 4 } });
    expect(quickFix?.edit?.documentChanges).toEqual([
      {
        textDocument: { uri: 'file:///shop/app.py', version: 7 },
        edits: [
          { range: range(5), newText: 'uuid4()' },
          { range: range(1), newText: 'import uuid' },
        ],
      },
      { textDocument: { uri: 'file:///shop/ids.py', version: null }, edits: [{ range: range(2), newText: '' }] },
    ]);
    expect(ignore?.command).toMatchObject({ command: 'auditlint.ignore', arguments: [wish.uri, 4, 'time-based-id'] });
  });

  it('says of an unsafe one why it is', () => {
    const unsafe = {
      ...finding,
      fix: { ...finding.fix, safety: 'unsafe' as const, title: 'Draw', because: 'x', edits: [] },
    };
    const [quickFix] = codeActionsOf({ ...wish, findings: [unsafe], isInvoked: false }, style);
    expect(quickFix).toMatchObject({ title: 'Draw (may change behavior: x)', isPreferred: false });
  });

  it('offers no fix where some of the file is not understood', () => {
    const actions = codeActionsOf({ ...wish, hasGaps: true, findings: [finding], isInvoked: false }, style);
    expect(actions.map(({ title }) => title)).toEqual([expect.stringMatching(/^Suppress/)]);
  });

  it('can be asked about beside it in its line', () => {
    const [about] = codeActionsOf({ ...wish, range: line(4), findings: [finding], isInvoked: true }, style);
    expect(about?.title).toBe('Explain the auditlint findings on this line');
  });

  it('offers nothing on another line but the question why', () => {
    expect(codeActionsOf({ ...wish, range: line(2), findings: [finding], isInvoked: false }, style)).toEqual([]);
    const [why] = codeActionsOf({ ...wish, range: line(2), findings: [finding], isInvoked: true }, style);
    expect(why?.command).toMatchObject({ command: 'auditlint.why', arguments: [wish.uri, 2] });
  });
});
