/** Where files that are not Python stand: what is deployed, what CI and people run, what is for development, what is prose. */
import { type ComposeFile, type Dockerfile, lineOfStage } from '../../artifacts/index.ts';
import { firstIndex, groupBy, memoize } from '../../collections/index.ts';
import type { Standing } from '../../findings/index.ts';
import { isOfAnotherTime } from '../../knowledge/other-times.ts';
import { compareText, pathAndFolders } from '../../text/index.ts';
import type { ArtifactFile, Artifacts } from '../artifacts.ts';
import type { ImageBuilds } from '../builds.ts';
import type { PlacedCommand } from '../commands.ts';
import { archivedBy, archivedDeployment } from './archived.ts';
import { keepsNoData } from './compose-purpose.ts';
import { isComposeForDevelopment, isForDevelopment } from './for-development.ts';
import { passesOnItsBase } from './stage-contents.ts';

/** What the answers come from: commands are those that start something. */
export interface Starting {
  readonly artifacts: Artifacts;
  /** Paths of all files of the repository. */
  readonly files: ReadonlySet<string>;
  readonly builds: ImageBuilds;
  readonly commands: readonly PlacedCommand[];
}

/** The standing of a line of a file that is not Python; all lines of a stage have one, and so have all of another file. */
export function artifactStanding(path: string, line: number, starting: Starting): Standing {
  const dockerfile = starting.artifacts.at('dockerfile', path);
  const stage = dockerfile === undefined ? undefined : stageAt(dockerfile, line);
  const key = `${path}\n${stage?.span.start ?? ''}`;
  const known = standingsOf(starting).get(key) ?? findStanding(path, stage, starting);
  standingsOf(starting).set(key, known);
  return known;
}

const standingsOf = memoize((_: Starting) => new Map<string, Standing>());

/** The stage that a line is in. */
function stageAt({ model: { stages }, placeOf }: ArtifactFile<'dockerfile'>, line: number): Stage | undefined {
  const stage = stages[firstIndex(stages, ({ span }) => placeOf(span).endLine >= line)];
  return stage !== undefined && placeOf(stage.span).line <= line ? stage : undefined;
}

function findStanding(path: string, stage: Stage | undefined, starting: Starting): Standing {
  const { artifacts, files } = starting;
  const dockerfile = artifacts.at('dockerfile', path);
  const compose = artifacts.at('compose', path);
  const deploys = dockerfile !== undefined || compose !== undefined || artifacts.at('kubernetes', path) !== undefined;
  const archived = deploys ? archivedDeployment(path) : archivedBy(path);
  if (archived !== undefined) return archived;
  if (isOfSkill(path, files))
    return { reach: 'aside', because: `\`${path}\` belongs to a skill, which agents copy into other projects` };
  if (dockerfile !== undefined) return stageStanding(dockerfile, stage, starting);
  if (compose !== undefined) return composeStanding(compose);
  if (DOCUMENT.test(path)) return documentStanding(path);
  if ((isForDevelopment(path) && !WORKFLOW.test(path)) || NOT_DEPLOYED.test(path))
    return { reach: 'aside', because: `\`${path}\` is for development, tests or examples` };
  if (artifacts.at('kubernetes', path) !== undefined)
    return { reach: 'run', because: `\`${path}\` defines what is deployed` };
  if (DEVELOPERS.test(path))
    return { reach: 'aside', because: `\`${path}\` is for developers of the project`, lowered: 'development' };
  if (BY_HAND.test(path)) return { reach: 'run', because: `\`${path}\` is run manually and by CI`, isByHand: true };
  return { reach: 'run', because: `\`${path}\` decides what is installed or started` };
}

/** A folder with a `SKILL.md` is what an agent is taught: its files are patterns, and start nothing here. */
function isOfSkill(path: string, files: Starting['files']): boolean {
  const names = path.split('/').slice(0, -1);
  return names.some((_, index) => files.has(`${names.slice(0, index + 1).join('/')}/SKILL.md`));
}

const keepsNothing = memoize(keepsNoData);

function composeStanding({ path, model }: ArtifactFile<'compose'>): Standing {
  if (isComposeForDevelopment(path))
    return { reach: 'aside', because: `\`${path}\` is for development, tests or training`, lowered: 'development' };
  if (keepsNothing(model))
    return {
      reach: 'aside',
      because: `the datastores of \`${path}\` keep no data, as in tests`,
      lowered: 'development',
    };
  return { reach: 'run', because: `\`${path}\` defines what is started` };
}

function stageStanding(
  { path, model }: ArtifactFile<'dockerfile'>,
  at: Stage | undefined,
  starting: Starting,
): Standing {
  if (isForDevelopment(path, at) || isDevelopersImage(path, starting))
    return {
      reach: 'aside',
      because: `\`${path}\` builds an image for development, tests or examples`,
      lowered: 'development',
    };
  const final = model.stages.at(-1);
  const instead = starting.builds.of(path).length === 0 && final !== undefined && startsBaseItself(final, starting);
  if (instead)
    return {
      reach: 'loose',
      because: `nothing builds \`${path}\`, and \`${instead}\` starts its base image directly`,
      lowered: 'unreferenced',
    };
  const others = leftOutBy(path, starting);
  if (others !== undefined)
    return {
      reach: 'loose',
      because: `nothing here builds \`${path}\`, and \`${others}\` defines what is started`,
      lowered: 'unreferenced',
    };
  const isShipped =
    at === undefined || final === undefined || stagesOfImage(model).has(at) || isTarget(path, at, starting);
  if (isShipped) return { reach: 'run', because: `it is in the image that \`${path}\` builds` };
  if (passesOnItsBase(at, model))
    return { reach: 'run', because: `the image of \`${path}\` contains what this stage builds`, isByHand: true };
  return { reach: 'imported', because: `the image of \`${path}\` only copies files from this stage` };
}

/** The last stage and those below it. */
const stagesOfImage = memoize((dockerfile: Dockerfile): ReadonlySet<Stage> => {
  const final = dockerfile.stages.at(-1);
  return new Set(final === undefined ? [] : lineOfStage(dockerfile, final));
});

type Stage = ArtifactFile<'dockerfile'>['model']['stages'][number];

/**
 * The compose file around a part of the repository whose image nothing builds: where a compose file says what the system is, a part that it
 * leaves out (or comments out) is not in it, unless a platform that is told of elsewhere builds the part.
 */
function leftOutBy(path: string, { artifacts, files, builds }: Omit<Starting, 'commands'>): string | undefined {
  const folder = path.slice(0, Math.max(path.lastIndexOf('/'), 0));
  if (folder === '' || !PLAIN_NAME.test(path) || builds.mayBuild(path)) return undefined;
  if (
    dockerfilesIn(artifacts)
      .get(folder)
      ?.some((each) => builds.mayBuild(each.path)) === true
  )
    return undefined;
  if (hasPlatform(files)) return undefined;
  const composes = composesIn(artifacts);
  // The root, then the folders above, as the paths of files are ordered.
  const around = ['', ...pathAndFolders(folder).slice(0, -1)]
    .flatMap((each) => composes.get(each) ?? [])
    .sort((a, b) => compareText(a.path, b.path));
  const part = folder.slice(folder.lastIndexOf('/') + 1);
  // Its image may be built by hand and started by name.
  const isStarted = around.some(({ model }) => {
    const { names, images } = startedNames(model);
    return names.has(part) || images.includes(part);
  });
  return isStarted ? undefined : around[0]?.path;
}

const dockerfilesIn = memoize((artifacts: Artifacts) => groupBy(artifacts.of('dockerfile'), ({ folder }) => folder));
const composesIn = memoize((artifacts: Artifacts) =>
  groupBy(
    artifacts.of('compose').filter(({ path }) => !isComposeForDevelopment(path)),
    ({ folder }) => folder,
  ),
);
const hasPlatform = memoize((files: ReadonlySet<string>): boolean => [...files].some((each) => PLATFORM.test(each)));
/** All images in one text, which is looked through for each part. */
const startedNames = memoize(({ services }: ComposeFile) => ({
  names: new Set(services.map(({ name }) => name.value)),
  images: services.map(({ image }) => image?.value ?? '').join('\n'),
}));

const PLAIN_NAME = /\/(?:Dockerfile|Containerfile)$/i;
/** What builds a Dockerfile at a provider, and has no reader here. */
const PLATFORM =
  /(?:^|\/)(?:fly(?:\.\w+)?\.toml|render\.ya?ml|railway\.(?:json|toml)|heroku\.yml|captain-definition|koyeb\.ya?ml|app\.ya?ml)$|(?:^|\/)\.do\//;

/** The compose file with a service that takes the image which the stage is made on, and builds none. */
function startsBaseItself({ base }: Stage, { artifacts }: Pick<Starting, 'artifacts'>): string | undefined {
  return base.kind === 'image' ? startersOfImages(artifacts).get(repositoryOf(base.name)) : undefined;
}

/** The first compose file with a service that takes an image and builds none, by the repository of the image. */
const startersOfImages = memoize((artifacts: Artifacts): ReadonlyMap<string, string> => {
  const starters = artifacts
    .of('compose')
    .flatMap(({ path, model }) =>
      model.services.flatMap(({ image, build }) =>
        build === undefined && image !== undefined ? [[repositoryOf(image.value), path] as const] : [],
      ),
    );
  return new Map(starters.toReversed());
});

/** `docker.io/library/postgres:16` is `postgres`. */
function repositoryOf(image: string): string {
  const [name = ''] = image.split('@', 1);
  const tag = name.indexOf(':', name.lastIndexOf('/') + 1);
  return (tag < 0 ? name : name.slice(0, tag)).replace(/^(?:docker\.io\/)?(?:library\/)?/, '');
}

/** Some file builds this stage by its name. */
const isTarget = (path: string, { name }: Stage, { builds }: Pick<Starting, 'builds'>): boolean =>
  name !== undefined && builds.of(path).some(({ target }) => target === name.value);

/** It installs what only those who work on the code need, or every file that builds it is for them. */
function isDevelopersImage(path: string, { builds, commands }: Omit<Starting, 'artifacts' | 'files'>): boolean {
  const built = builds.of(path);
  if (built.length > 0 && built.every(({ at }) => isComposeForDevelopment(at.path) && !WORKFLOW.test(at.path)))
    return true;
  return installingForDevelopers(commands).has(path);
}

/** The Dockerfiles that do, once for all commands: each finding in one of them asks. */
const installingForDevelopers = memoize((commands: readonly PlacedCommand[]): ReadonlySet<string> => {
  const installing = commands.filter(
    ({ kind, command }) => kind === 'dockerfile' && command.words.some(({ text }) => DEVELOPERS_LIST.test(text)),
  );
  return new Set(installing.map(({ path }) => path));
});

const DEVELOPERS_LIST =
  /(?:^|\/)(?:requirements[-_./])?(?:dev|test|tests|docs?)(?:[-_]requirements)?\.(?:txt|in)$|^(?:-e|--editable=?)?\.\[(?:\w+,)?(?:dev|tests?)[,\]]/;
/** Tests and first steps. */
const NOT_DEPLOYED = /(?:^|\/)(?:load-?tests?|e2e|testdata|quickstarts?|[\w-]*-quickstart)\//i;
const WORKFLOW = /(?:^|\/)\.(?:github\/|gitlab\/|gitlab-ci\.yml$|circleci\/)/;
const DOCUMENT = /\.(?:md|markdown|rst|mdx)$/i;
const DEVELOPERS = /(?:^|\/)(?:requirements[-_./])?(?:dev|test|tests|docs?|lint|ci)(?:[-_]requirements)?\.(?:txt|in)$/i;
const BY_HAND =
  /(?:^|\/)(?:makefile|gnumakefile|noxfile\.py|tox\.(?:ini|toml)|\.pre-commit-config\.ya?ml|dvc\.ya?ml|action\.ya?ml)$|\.(?:sh|bash|mk)$|(?:^|\/)\.(?:github\/|gitlab\/|gitlab-ci\.yml$|circleci\/)/i;

/** Instructions that people follow are nearer than prose; what speaks of other times is aside. */
function documentStanding(path: string): Standing {
  if (isOfAnotherTime(path))
    return { reach: 'aside', because: `\`${path}\` describes another point in time`, lowered: 'document' };
  const depth = path.split('/').length;
  const isOperating = OPERATING.test(path) || (depth === 1 && /^[A-Z][A-Z_-]+\.\w+$/.test(path));
  if (isOperating) return { reach: 'run', because: `people follow \`${path}\``, isByHand: true, lowered: 'document' };
  return { reach: 'loose', because: `\`${path}\` is prose`, lowered: 'document' };
}

const OPERATING =
  /(?:^|\/)(?:readme|agents|claude|contributing|install\w*|deploy\w*|operations?|run[-_]?books?|getting[-_]started|quick[-_]?start|usage)(?:[-_.][^/]*)?(?:\/|$)/i;
