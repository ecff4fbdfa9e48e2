import { describe, expect, test } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildProjectModel, type ProjectModel } from '../../src/project/index.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';

const parser = await loadPythonParser();

describe('runs-in-threads', () => {
  test('follows what constructors of the made objects call', () => {
    const project = projectOf({
      'jobs.py':
        'import threading\nfrom registry import Registry\n\ndef work():\n    Registry()\n\nthreading.Thread(target=work).start()\n',
      'registry.py':
        'class Registry:\n    def __new__(cls):\n        return super().__new__(cls)\n    def __init__(self):\n        fill()\n    def other(self):\n        pass\n\ndef fill():\n    pass\n',
    });
    expect(verdict(project, 'registry.Registry.__new__')).toBe('yes');
    expect(verdict(project, 'registry.Registry.__init__')).toBe('yes');
    expect(verdict(project, 'registry.fill')).toBe('yes');
    expect(verdict(project, 'registry.Registry.other')).toBe('no');
  });
});

function verdict(project: ProjectModel, fn: string): string {
  return project.answer({ kind: 'runs-in-threads', function: fn }).verdict;
}

function projectOf(files: Readonly<Record<string, string>>): ProjectModel {
  const summaries = Object.entries(files).map(([path, text]) =>
    summarizeModule(buildSemanticModel(path, parser.parse(text))),
  );
  return buildProjectModel({ summaries, files: new Set(Object.keys(files)) });
}
