import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../tools/measure/arguments.ts';
import { projectRoot } from '../../../tools/project-root.ts';

describe('the arguments of `npm run measure`', () => {
  it('name what stands beside the project, unless told otherwise', () => {
    expect(parseArguments([])).toMatchObject({
      tables: join(projectRoot, '../shared/ground-truth'),
      planted: join(projectRoot, '../shared/planted'),
      repositories: [join(projectRoot, '.cache/repositories')],
      ...{ missed: [], json: undefined },
    });
    expect(parseArguments(['--tables', '/truth/tables', '--repositories', '/a', '--repositories', '/b'])).toMatchObject(
      {
        ...{ tables: '/truth/tables', planted: '/truth/planted', repositories: ['/a', '/b'] },
      },
    );
    expect(parseArguments(['--missed', 'emm', '--missed', 'hndsr']).missed).toEqual(['emm', 'hndsr']);
  });

  it.each([
    [['hndsr'], '`hndsr` belongs to no option\nnpm run measure'],
    [['--write'], "Unknown option '--write'"],
  ])('say what is wrong with %j', (args, said) => {
    expect(() => parseArguments(args)).toThrow(said);
  });
});
