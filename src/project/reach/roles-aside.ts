import type { Standing } from '../../findings/index.ts';
import type { FileRole, ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';

/** Why a file is no part of what runs in production; undefined where it is. */
export function asideBy(module: ModuleSummary, project: Project): Standing | undefined {
  const role = module.roles.find((each) => ASIDE.has(each));
  if (role !== undefined) return { reach: 'aside', because: `\`${module.path}\` is ${ASIDE.get(role)}` };
  if (project.isVendored(module.path))
    return { reach: 'aside', because: `the project treats \`${module.path}\` as code of others` };
  if (MIGRATION.test(module.path))
    return { reach: 'aside', because: `\`${module.path}\` is a migration, which runs once` };
  return undefined;
}

const ASIDE: ReadonlyMap<FileRole, string> = new Map([
  ['test', 'a test'],
  ['example', 'an example'],
  ['benchmark', 'a benchmark'],
  ['documentation', 'part of the documentation'],
  ['vendored', 'code of others'],
  ['generated', 'generated'],
  ['stub', 'a stub'],
  ['notebook', 'a notebook'],
]);

const MIGRATION =
  /(?:^|\/)(?:migrations|alembic|versions)\/(?:[^/]{1,255}\/){0,9}(?:\d{4}_\w+|[0-9a-f]{8,}_\w+|\d{4}-\d\d-\d\d\w*)\.py$|(?:^|\/)migrations\/(?:versions\/)?\w+\.py$/;
