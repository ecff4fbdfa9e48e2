import { describe, expect, test } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildProjectModel } from '../../src/project/index.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';

const parser = await loadPythonParser();

describe('long-lived', () => {
  test.each([
    ['store = Store()', 'yes'],
    ['def start(app):\n    app.state.store = Store()', 'yes'],
    ['def handle(request):\n    request.app.state.store = Store()', 'yes'],
    ['def handle(request):\n    request.state.store = Store()', 'no'],
    ['from fastapi import Request\ndef handle(call: Request):\n    call.state.store = Store()', 'no'],
    ['def handle():\n    store = Store()', 'no'],
  ])('%s: %s', (code, verdict) => {
    const text = `class Store:\n    pass\n\n${code}\n`;
    const summary = summarizeModule(buildSemanticModel('store.py', parser.parse(text)));
    const project = buildProjectModel({ summaries: [summary], files: new Set(['store.py']) });
    expect(project.answer({ kind: 'long-lived', class: 'store.Store' }).verdict).toBe(verdict);
  });
});
