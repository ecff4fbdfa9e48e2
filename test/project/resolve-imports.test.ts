import { describe, expect, it } from 'vitest';
import type { Resolution } from '../../src/project/index.ts';
import { modelOf, readRepository } from './read-project.ts';

const files = readRepository('imports');
const project = modelOf(files);

/** `# -> answer` at the end of an import's line. */
const expectations = [...files].flatMap(([path, text]) =>
  text.split('\n').flatMap((line, index) => {
    const answer = / # -> (.*)$/.exec(line)?.[1];
    return answer === undefined ? [] : [{ path, line: index + 1, code: line.slice(0, line.indexOf(' # ->')), answer }];
  }),
);

describe('resolveImport', () => {
  it.each(expectations)('$path:$line $code', ({ path, line, answer }) => {
    const module = project.moduleByPath(path);
    const imported = module?.imports.filter(({ place }) => place.line === line) ?? [];
    expect(imported).toHaveLength(1);
    const answers = imported.map((each) =>
      module === undefined ? '' : describeAnswer(project.resolveImport(each, module)),
    );
    expect(answers).toEqual([answer]);
  });

  it('does not call a name missing of which the definition may stand where a module could not be read', () => {
    const answerIn = (filters: string): string | undefined => {
      const model = modelOf(new Map(Object.entries({ 'filters.py': filters, 'main.py': 'from filters import Low\n' })));
      const main = model.moduleByPath('main.py');
      return main?.imports.map((each) => describeAnswer(model.resolveImport(each, main)))[0];
    };
    expect(answerIn('def keep():\n    return None\n')).toBe('missing Low in filters');
    expect(answerIn('def keep():\n    return None    class Low:\n    pass\n')).toBe('unknown');
    // What could not be read holds other words, and cannot bring more names than it holds.
    expect(answerIn('def keep():\n    return None    class High:\n    pass\n')).toBe('missing Low in filters');
    expect(answerIn('def keep():\n    return None    from bands import *\n')).toBe('unknown');
    expect(answerIn('def keep():\n    return None    exec "Lo" "w = 1"\n')).toBe('unknown');
  });

  it('counts from a package that is started in its folder', () => {
    const answers = (more: Record<string, string>): readonly string[] => {
      const model = modelOf(
        new Map(
          Object.entries({
            'backend/__init__.py': '',
            'backend/requirements.txt': 'fastapi\n',
            'backend/store.py': 'def connect():\n    return 1\n',
            'backend/redis.py': 'from redis import Redis\n\nclient = Redis()\n',
            'backend/cache.py': 'from redis import Redis\n',
            'backend/routes/orders.py': 'from store import connect\n',
            ...more,
          }),
        ),
      );
      const from = model.moduleByPath('backend/routes/orders.py');
      return from?.imports.map((each) => describeAnswer(model.resolveImport(each, from))) ?? [];
    };
    expect(answers({ 'backend/main.py': 'from store import connect\n' })).toEqual(['function backend.store.connect']);
    // One import alone may mean a library, and so may a name that the module has from one.
    expect(answers({})).toEqual(['unknown']);
  });

  it('does not depend on the order of summaries', () => {
    const reversed = modelOf(files, (summaries) => summaries.reverse());
    const all = (model: typeof project) =>
      model.modules.flatMap((module) =>
        module.imports.map(
          (each) => `${module.path}:${each.place.line} ${describeAnswer(model.resolveImport(each, module))}`,
        ),
      );
    expect(all(reversed)).toEqual(all(project));
  });
});

function describeAnswer(resolution: Resolution): string {
  switch (resolution.kind) {
    case 'module':
      return `module ${resolution.module.module}`;
    case 'function':
      return `function ${resolution.function.qualifiedName}`;
    case 'class':
      return `class ${resolution.class.qualifiedName}`;
    case 'name':
      return `name ${resolution.module.module}.${resolution.name}`;
    case 'missing':
      return `missing ${resolution.isModule ? 'module ' : ''}${resolution.name} in ${resolution.module?.module}`;
    case 'unknown':
      return 'unknown';
  }
}
