import { expect, it } from 'vitest';
import { settingsGlob } from '../../src/text/index.ts';

const PATHS = ['build', 'api/build', 'api/build/a.py', 'build/a.py', 'a.py'];

it.each([
  ['build', ['build', 'api/build']],
  ['build/', ['build', 'api/build']],
  ['/build', ['build']],
  ['./build', ['build']],
  ['build/**', ['build']],
  ['api/build', ['api/build']],
  ['./api/build//', ['api/build']],
  ['**/build/**', ['build', 'api/build']],
  ['*.py', ['api/build/a.py', 'build/a.py', 'a.py']],
  ['/*.py', ['a.py']],
  ['', []],
  ['/', []],
])('%j fits', (written, wanted) => {
  const glob = settingsGlob(written);
  expect(PATHS.filter((path) => glob.matches(path))).toEqual(wanted);
});
