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
