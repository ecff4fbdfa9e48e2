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

describe('reached-from', () => {
  const models = 'from typing import Protocol\n\nclass Source(Protocol):\n    def take(self): ...\n\n';
  const taken = (name: string): string => `class ${name}(Source):\n    def take(self):\n        pass\n\n`;
  const route =
    'from fastapi import FastAPI\nfrom sources import Source\n\napp = FastAPI()\n\n@app.post("/")\ndef keep(source: Source):\n    source.take()\n';
  const reached = (sources: string): unknown => {
    const question = { kind: 'reached-from', function: 'sources.Box.take', entries: ['route'] } as const;
    const { verdict, evidence } = projectOf({ 'app.py': route, 'sources.py': sources }).answer(question);
    return { verdict, evidence: evidence.map(({ message }) => message) };
  };

  test('names the route where the method of one class alone can be meant', () => {
    expect(reached(models + taken('Box'))).toEqual({ verdict: 'yes', evidence: ['`keep` is a route'] });
  });

  test('names none where it may be the method of another class', () => {
    expect(reached(models + taken('Box') + taken('Bag'))).toEqual({ verdict: 'yes', evidence: [] });
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
