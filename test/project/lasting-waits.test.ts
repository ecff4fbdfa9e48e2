import { describe, expect, test } from 'vitest';
import { startsThreads } from '../../rules/concurrency/_shared/starts-threads.ts';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { buildProjectModel } from '../../src/project/index.ts';
import { buildSemanticModel, summarizeModule } from '../../src/semantics/index.ts';

const parser = await loadPythonParser();

function projectOf(files: Readonly<Record<string, string>>) {
  const summaries = Object.entries(files).map(([path, text]) =>
    summarizeModule(buildSemanticModel(path, parser.parse(text))),
  );
  return buildProjectModel({ summaries, files: new Set(Object.keys(files)) });
}

describe('a program that waits for its end', () => {
  test.each([
    ['await asyncio.Future()', 'yes'],
    ['stop = asyncio.Event()\n    await stop.wait()', 'yes'],
    ['stop = asyncio.Event()\n    loop.add_signal_handler(15, stop.set)\n    await stop.wait()', 'yes'],
    ['stop = asyncio.Event()\n    signal.signal(15, lambda *_: stop.set())\n    await stop.wait()', 'yes'],
    ['done = asyncio.Event()\n    fetch(done.set)\n    await done.wait()', 'no'],
    ['done = asyncio.Event()\n    fetch(done)\n    await done.wait()', 'no'],
    ['await asyncio.wait_for(asyncio.Future(), 3)', 'no'],
  ])('%s: %s', (code, verdict) => {
    const text = `import asyncio\nimport signal\n\nasync def main():\n    ${code}\n\nasyncio.run(main())\n`;
    expect(projectOf({ 'main.py': text }).answer({ kind: 'is-service' }).verdict).toBe(verdict);
  });
});

describe('a second thread', () => {
  test.each([
    ['import threading\n\nthreading.Thread(target=work).start()', 'yes'],
    ['from concurrent.futures import ThreadPoolExecutor\n\nThreadPoolExecutor().submit(work)', 'yes'],
    ['work()', 'no'],
  ])('%s: %s', (code, verdict) => {
    const project = projectOf({ 'main.py': `def work():\n    pass\n\n${code}\n` });
    expect(startsThreads.answer(null, project).verdict).toBe(verdict);
  });
});
