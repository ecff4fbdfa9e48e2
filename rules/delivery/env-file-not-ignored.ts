import { type Call, type Expression, nodesOf } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  NOT_PRODUCTION,
  type PackedPlace,
  type ProjectContext,
  packPlace,
  unpackPlace,
} from '#kit';
import { callsTo } from '#kit/calls';
import { hasPlaceForSecret, isExampleFile, randomSecretOfEnvFile, secretOfEnvFile } from '#kit/secrets';
import { isPasswordName, secretKindOf } from '#knowledge/secrets';
import type { ArtifactPlace, ProjectModel } from '#project';
import { nameInFolder } from '#semantics/files/name-in-folder';
import { joinPath } from '#text';

/** A place in code that reads a file of variables. */
interface Read {
  readonly file: string;
  readonly by: string;
  readonly place: PackedPlace;
}

/** Secrets of a deployment; names that say that they are examples are left out. */
const ENV_FILE = /(?:^|\/)[\w-]*\.env(?:\.(?:local|dev|development|prod|production|staging|secrets?|private|docker))?$/;
const MOST_READS = 5;
const LOADERS: ReadonlySet<string> = new Set(['dotenv.load_dotenv', 'dotenv.dotenv_values', 'dotenv.main.load_dotenv']);

export default defineProjectRule<Read>({
  docs: {
    summary: 'secrets file that git does not ignore',
    why: '`git add .` commits the secrets, and a later commit cannot remove them from the Git history.',
    remedy: 'Remove the file from the repository, add it to `.gitignore`, and rotate every secret in it',
    harm: 'discloses',
    severity: {
      'committed secret of a provider': 'P0',
      'other committed secret': 'P1',
      'env file that is read but not ignored': 'P1',
    },
    precision: 'medium',
    measured: {
      read: 2,
      right: 2,
      on: 'job-manager, of 60 public repositories (in the strict profile 1 of 2: a template that ships its file on purpose)',
    },
    since: '0.1.0',
    cwe: [538],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.5' }],
    bad: '# path: README.md\nOrders.\n\n# path: .github/CODEOWNERS\n* @orders\n\n# path: orders/settings.py\nfrom dotenv import load_dotenv\n\nload_dotenv()\n',
    good: '# path: .gitignore\n.env\n\n# path: orders/settings.py\nfrom dotenv import load_dotenv\n\nload_dotenv()\n',
  },
  skips: NOT_PRODUCTION,
  facts: (file) => [...loaderReads(file), ...settingReads(file)],
  check(project, ctx) {
    const committed = project.artifacts
      .of('env-file')
      .filter(({ path }) => ENV_FILE.test(path) && !isExampleFile(path));
    const reads = [...readsInCompose(project), ...ctx.facts.map(({ path, fact }) => readIn(path, fact))];
    for (const file of committed) {
      const issued = randomSecretOfEnvFile(file);
      const secret = issued ?? secretOfEnvFile(file);
      if (secret === undefined || project.tree.isGitIgnored(file.path)) continue;
      const name = secret.name.value;
      // A key of its own opens what this file is deployed with; what others issued opens their doors from anywhere.
      const isKey = secretKindOf(name) === 'own' && !isPasswordName(name);
      ctx.report({
        at: file.placeOf(secret.name.span),
        message: `committed secret: \`${file.path}\` is in the repository and sets \`${name}\``,
        hidesCode: true,
        ...((issued === undefined || isKey) && { kind: 'other committed secret' }),
        ...(issued === undefined && secret.isWords && { doubt: 'placeholder-secret' }),
        related: reads
          .filter(({ candidates }) => candidates.includes(file.path))
          .slice(0, MOST_READS)
          .map(({ at, by }) => ({ ...at, message: `${by} reads it here` })),
        // In the files of several services or deployments it is one secret, and one rule of git that is missing.
        cause: name,
        key: `${file.path} ${name}`,
      });
    }
    if (committed.every((file) => secretOfEnvFile(file) === undefined)) reportOpen(reads, project, ctx);
  },
});

/** No secret is committed, and the next one will be. */
function reportOpen(reads: readonly OpenRead[], project: ProjectModel, ctx: ProjectContext<Read>): void {
  if (project.tree.isFile('PKG-INFO')) return;
  const [first, ...others] = reads.filter(({ candidates }) => isOpen(candidates, project));
  if (first === undefined) return;
  ctx.report({
    at: first.at,
    message: `secrets file not ignored: ${first.by} reads \`${first.file}\`, and no git ignore rule covers it`,
    remedy: `Add \`${first.file}\` to \`.gitignore\`, and commit an example with only the names`,
    kind: 'env file that is read but not ignored',
    harm: 'exposes',
    doubt: holdsNoSecret(first.candidates, project)
      ? 'placeholder-secret'
      : isRoot(project)
        ? undefined
        : 'external-definition',
    related: others.slice(0, MOST_READS).map(({ at, by }) => ({ ...at, message: `${by} reads it too` })),
    key: first.file,
  });
}

/** `load_dotenv()`, `dotenv_values(".env.local")`; a path that is computed may lead anywhere. */
function loaderReads(file: FactsContext): Read[] {
  return callsTo(LOADERS, file).flatMap((call) => {
    const name = nameGiven(call, file);
    return name === undefined ? [] : [{ file: name, by: 'load_dotenv', place: packPlace(file, call) }];
  });
}

function nameGiven({ args: [first], keywords }: Call, file: FactsContext): string | undefined {
  const path = first ?? keywords.find(({ arg }) => arg === 'dotenv_path')?.value;
  if (path === undefined) return keywords.some(({ arg }) => arg === 'stream' || arg === undefined) ? undefined : '.env';
  // Whatever the folder, a rule for the name keeps it out.
  const name = file.values.string(path) ?? nameInFolder(path, file);
  return name !== undefined && ENV_FILE.test(name) ? name : undefined;
}

/** `SettingsConfigDict(env_file=".env")` and `env_file = ".env"` in the `Config` of a model. */
function settingReads(file: FactsContext): Read[] {
  const { module } = file;
  const given = [
    ...nodesOf(module, 'keyword').flatMap(({ arg, value }) => (arg === 'env_file' ? [value] : [])),
    ...nodesOf(module, 'Assign').flatMap(({ targets: [target], value }) =>
      target?.kind === 'Name' && target.id === 'env_file' ? [value] : [],
    ),
  ];
  return given.flatMap((value) =>
    textsIn(value, file)
      .filter((name) => ENV_FILE.test(name))
      .map((name) => ({ file: name, by: 'env_file', place: packPlace(file, value) })),
  );
}

const textsIn = (value: Expression, file: FactsContext): readonly string[] =>
  (value.kind === 'Tuple' || value.kind === 'List' ? value.elts : [value]).flatMap(
    (each) => file.values.string(each) ?? [],
  );

interface OpenRead {
  readonly file: string;
  readonly by: string;
  readonly at: ArtifactPlace;
  /** Where the file may stand. */
  readonly candidates: readonly string[];
}

/** From the folder of the code up to the root, where the process is started. */
function readIn(path: string, { file, by, place }: Read): OpenRead {
  const folders = path.split('/').slice(0, -1);
  const above = [...folders.keys(), folders.length].map((depth) => folders.slice(0, depth).join('/'));
  const candidates = above.flatMap((folder) => joinPath(folder, file) ?? []);
  return { file, by: `\`${by}\``, at: { path, ...unpackPlace(place) }, candidates };
}

function readsInCompose({ artifacts, tree }: ProjectModel): OpenRead[] {
  return artifacts.of('compose').flatMap((file) =>
    file.model.services.flatMap(({ envFiles }) =>
      envFiles.flatMap(({ path: { value, span } }) => {
        const answer = tree.resolve(value, file.folder);
        if (!ENV_FILE.test(value) || !('path' in answer)) return [];
        return [{ file: value, by: '`env_file`', at: file.placeOf(span), candidates: [answer.path] }];
      }),
    ),
  );
}

/** Nothing keeps the file out; one that is committed and has no place for secrets may be there. */
function isOpen(candidates: readonly string[], { tree, artifacts }: ProjectModel): boolean {
  if (candidates.some((path) => tree.isGitIgnored(path))) return false;
  const files = candidates.flatMap((path) => artifacts.at('env-file', path) ?? []);
  return files.every(hasPlaceForSecret);
}

/** The example beside it names no secret, so the file itself may hold none. */
function holdsNoSecret(candidates: readonly string[], project: ProjectModel): boolean {
  const examples = examplesBeside(candidates, project);
  return examples.length > 0 && examples.every((file) => !hasPlaceForSecret(file));
}

const examplesBeside = (candidates: readonly string[], { artifacts }: ProjectModel) =>
  artifacts
    .of('env-file')
    .filter(
      ({ path }) =>
        isExampleFile(path) && candidates.some((each) => path.startsWith(`${each}.`) || path.startsWith(`${each}-`)),
    );

/** Git's own rules, or those of a host, stand at the root of a repository, and seldom in a part of one. */
const isRoot = ({ tree }: ProjectModel): boolean =>
  tree.isFile('.gitignore') || tree.isFolder('.github') || tree.isFolder('.gitlab');
