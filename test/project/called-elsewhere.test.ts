/** What other production code of a project calls as well: in a function, or where a program does it. */
import { describe, expect, it } from 'vitest';
import { modelOf } from './read-project.ts';

const LOGGING = ['logging.basicConfig'];
const LIBRARY = { 'shop/__init__.py': '', 'shop/log.py': 'import logging\nlogging.basicConfig(level=10)\n' };

const elsewhere = (files: Readonly<Record<string, string>>) =>
  modelOf(new Map(Object.entries({ ...LIBRARY, ...files }))).answer({
    kind: 'called-elsewhere',
    module: 'shop.log',
    names: LOGGING,
  });

describe('what is called elsewhere', () => {
  it('stands in a function', () => {
    const setUp = 'import logging\n\ndef set_up():\n    logging.basicConfig()\n';
    expect(elsewhere({ 'shop/app.py': setUp })).toMatchObject({
      verdict: 'yes',
      evidence: [{ path: 'shop/app.py', line: 3 }],
    });
  });

  it('stands where a program is run', () => {
    const program = 'import logging\n\nif __name__ == "__main__":\n    logging.basicConfig()\n';
    expect(elsewhere({ 'shop/app.py': program })).toMatchObject({
      verdict: 'yes',
      evidence: [{ path: 'shop/app.py', line: 4 }],
    });
  });

  it.each([
    ['nowhere', {}],
    [
      'at the import of another module, which comes first or last by accident',
      { 'shop/other.py': LIBRARY['shop/log.py'] },
    ],
    ['in a test', { 'tests/test_log.py': 'import logging\n\ndef test_it():\n    logging.basicConfig()\n' }],
  ])('does not stand %s', (_, files) => {
    expect(elsewhere(files).verdict).toBe('no');
  });
});
