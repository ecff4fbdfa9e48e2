import { expect, it } from 'vitest';
import { isCalledFromOutside, runsWithPackage } from '../../../../rules/imports/stale-config-import/outside-calls.ts';
import { modelOf } from '../../../project/read-project.ts';

const SETTINGS = 'def reload():\n    return check()\n\ndef check():\n    return True\n';

function isCalled(functionName: string, path: string, caller: string): boolean {
  const files = [
    ['desk/__init__.py', ''],
    ['desk/settings.py', SETTINGS],
    [path, caller],
  ] as const;
  const project = modelOf(new Map(files));
  const module = project.moduleByPath('desk/settings.py');
  if (module === undefined) throw new Error('the module is not there');
  return isCalledFromOutside(functionName, module, project);
}

it.each([
  ['desk/admin.py', 'from desk.settings import reload\n\ndef apply():\n    reload()\n'],
  ['desk/admin.py', 'from desk import settings\n\nsettings.reload()\n'],
])('a function is called from %s: %j', (path, caller) => {
  expect(isCalled('reload', path, caller)).toBe(true);
});

it('calls of tests and of its own module do not count', () => {
  const caller = 'from desk.settings import check, reload\n\nreload()\n';
  expect(isCalled('reload', 'tests/test_settings.py', caller)).toBe(false);
  expect(isCalled('check', 'desk/admin.py', 'from desk.settings import reload\n\nreload()\n')).toBe(false);
});

it.each([
  ['from desk import settings\n\nsettings.reload()\n', true],
  ['from desk import settings\n', false],
])('a function that another one calls runs with its package: %j', (content, expected) => {
  const project = modelOf(
    new Map([
      ['desk/__init__.py', content],
      ['desk/settings.py', SETTINGS],
    ]),
  );
  const module = project.moduleByPath('desk/settings.py');
  if (module === undefined) throw new Error('the module is not there');
  expect(runsWithPackage('check', module, project)).toBe(expected);
  expect(isCalledFromOutside('reload', module, project)).toBe(false);
});
