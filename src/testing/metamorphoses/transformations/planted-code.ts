import { PLANTED_CODE } from '../planted.ts';
import type { Transformation } from '../transformation.ts';

export const plantedCode: Transformation = {
  name: 'planted-code',
  what: 'functions and a class whose names and docstrings hold every excuse stand behind each module',
  sameness: 'planted',
  apply({ python }, rewriting) {
    for (const { path, text } of python) {
      if (path.endsWith('__init__.py') || text.trim() === '') continue;
      rewriting.insert(path, text.length, text.endsWith('\n') ? '' : '\n', PLANTED_CODE);
    }
  },
};
