import { describe, expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';

const parser = await loadPythonParser();
const summaryOf = (code: string) => summarizeModule(buildSemanticModel('app/main.py', parser.parse(code)));

describe('addsModules', () => {
  it.each([
    ['import sys\nsys.modules["app.old"] = object()\n', [{ name: 'app.old' }]],
    ['import sys\ndef alias(name):\n    sys.modules[name] = 1\n', [{ name: '*', within: 'app.main.alias' }]],
    ['from sys import modules\nmodules.update({"a.b": 1, **more})\n', [{ name: 'a.b' }, { name: '*' }]],
    ['from unittest.mock import patch\nwith patch.dict("sys.modules", {"a.b": 1}):\n    pass\n', [{ name: 'a.b' }]],
    ['import sys\ndel sys.modules["app.old"]\nprint(sys.modules["app"])\n', undefined],
  ])('%j', (code, added) => {
    expect(summaryOf(code).addsModules).toEqual(added);
  });
});

describe('isOptional', () => {
  const guarded = (handler: string, after = '') =>
    summaryOf(`try:\n    from app import extra\nexcept ImportError:\n    ${handler}\n${after}`).imports[0]?.isOptional;

  it('holds where nothing is said and nothing called', () => {
    expect([guarded('pass'), guarded('extra = None'), guarded('extra = {"lamps": 2}')]).toEqual([true, true, true]);
  });

  it('does not hold where something is said or done, or the import is called', () => {
    const said = guarded('print("no extra")');
    expect([said, guarded('extra = load()'), guarded('extra = None', 'extra()\n')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
