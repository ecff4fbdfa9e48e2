/** Which attributes, texts and classes the code of the project goes by. */
import { memoize } from '../collections/index.ts';
import type { RelatedLocation } from '../findings/index.ts';
import { isOfDatabase, LOCAL_DATABASES } from '../knowledge/blocking-names.ts';
import { SERVER_DRIVER } from '../knowledge/database-drivers.ts';
import type { SummaryBody } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { isProduction } from './production.ts';
import type { Answer, QuestionOf } from './question.ts';
import { decided, whenReached } from './verdicts.ts';

type CodeQuestion = QuestionOf<
  'attribute-read' | 'attribute-stored' | 'called-elsewhere' | 'asks-file' | 'is-foreign-method'
>;

export function answerOnCode(question: CodeQuestion, project: Project): Answer {
  switch (question.kind) {
    case 'attribute-read':
      return decided(isAttributeRead(question.attribute, question.around, project));
    case 'attribute-stored':
      return decided(has(attributesStored(project), question.attribute));
    case 'called-elsewhere':
      return whenReached(callElsewhere(question, project));
    case 'asks-file':
      return { verdict: usesFile(question.from, project), evidence: [] };
    case 'is-foreign-method':
      return decided(isForeignMethod(question, project));
  }
}

/** Unknown where only what the project installs says so. */
function usesFile(from: string | undefined, project: Project): Answer['verdict'] {
  const engines = enginesOf(project);
  if (engines.length === 0 || !isThrough(from, project)) return 'no';
  if (engines.every((each) => each === 'file')) return 'yes';
  return installsNoServerDriver(project) ? 'unknown' : 'no';
}

function isThrough(from: string | undefined, project: Project): boolean {
  if (from !== undefined)
    return project.moduleByPath(from)?.imports.some(({ module }) => THROUGH.test(module)) === true;
  const production = project.modules.filter(isProduction);
  return !production.some(({ imports }) => imports.some(({ module }) => isServer(module)));
}

const THROUGH = /^(?:sqlalchemy|sqlmodel)(?:\.|$)/;

/** It is asked of many files. */
const enginesOf = memoize(({ modules }: Project) => modules.filter(isProduction).flatMap((each) => each.engines ?? []));

/** An engine whose address only settings know: SQLAlchemy is declared, so that the driver of a server would be, too. */
const installsNoServerDriver = memoize(
  ({ requirements }: Project): boolean =>
    requirements.some(({ distribution }) => /^(?:sqlalchemy|sqlmodel)$/.test(distribution)) &&
    // `sqlalchemy[postgresql]` brings what its extra is called after.
    !requirements.some(({ distribution, extras }) =>
      [distribution, ...extras].some((each) => SERVER_DRIVER.test(each)),
    ),
);

/** A driver, or a client, of a database that is no file. */
const isServer = (module: string): boolean =>
  isOfDatabase(`${module}.`) && module !== 'aiosqlite' && !LOCAL_DATABASES.has(module);

/** In a function, or where a program does it: what another import does comes first or last by accident. */
function callElsewhere(
  { module: from, names, orAtImport }: QuestionOf<'called-elsewhere'>,
  project: Project,
): RelatedLocation | undefined {
  const makes = ({ calls, constructs }: SummaryBody): boolean =>
    calls.some((name) => names.includes(name)) || constructs.some((each) => names.includes(each.class));
  for (const module of project.modules) {
    if (module.module === from || !isProduction(module)) continue;
    const fn = module.functions.find(makes);
    const message = 'this sets it up, too';
    if (fn !== undefined) return { path: module.path, ...fn.place, message };
    const isRun = module.isEntryPoint || orAtImport === true;
    if (!(isRun ? makes(module.body) : module.main?.calls.some((name) => names.includes(name)))) continue;
    // Of a program without a guard all is its own code, from its first line on.
    const [line] = module.main?.lines[0] ?? [1];
    return { path: module.path, line, column: 1, endLine: line, endColumn: 1, message };
  }
  return undefined;
}

function isForeignMethod({ path, from, of }: QuestionOf<'is-foreign-method'>, project: Project): boolean {
  const importer = project.moduleByPath(from);
  const method = importer === undefined ? undefined : project.foreignMethod(path, importer);
  return method !== undefined && of.includes(method);
}

const has = (names: ReadonlySet<string>, name: string): boolean => names.has(name) || names.has('*');

/** By some module; `*` where it may be any. */
const attributesStored = memoize(
  ({ modules }: Project): ReadonlySet<string> => new Set(modules.flatMap(({ attributeStores }) => attributeStores)),
);

const attributesRead = memoize(
  ({ modules }: Project): ReadonlySet<string> => new Set(modules.flatMap(({ attributeReads }) => attributeReads)),
);

function isAttributeRead(attribute: string, around: string | undefined, project: Project): boolean {
  const read = attributesRead(project);
  if (around === undefined) return has(read, attribute);
  if (read.has(attribute)) return true;
  return project.importEdges.some(({ from, to }) => {
    const other = from.module === around ? to : to.module === around ? from : undefined;
    return other?.attributeReads.includes('*') === true;
  });
}
