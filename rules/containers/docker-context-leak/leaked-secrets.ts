/** Secrets that a copy of the build context brings into the image. */
import type { DockerInstruction, DockerStage } from '#artifacts';
import type { DoubtId } from '#kit';
import { hasPlaceForSecret, isExampleFile, secretOfEnvFile } from '#kit/secrets';
import { mayHoldSecret } from '#knowledge/secret-files';
import { secretKindOf } from '#knowledge/secrets';
import type { ArtifactFile, BuildContext, ProjectModel } from '#project';
import { counted } from '#text/wording';

/** A file that should not be in an image. */
interface Secret {
  readonly path: string;
  readonly what: string;
  /** Why it may be none. */
  readonly doubt?: DoubtId;
  /** Only who builds has it: a COPY that names it does not work without. */
  readonly isMade?: true;
  /** It is in the repository, or a COPY names it: anyone who builds the image leaks theirs. */
  readonly isTaken?: boolean;
}

type Copy = Extract<DockerInstruction, { readonly kind: 'copy' | 'add' }>;

export function copiesOf({ model }: ArtifactFile<'dockerfile'>): readonly { copy: Copy; stage: DockerStage }[] {
  return model.stages.flatMap((stage) =>
    stage.instructions.flatMap((copy) =>
      (copy.kind === 'copy' || copy.kind === 'add') && copy.from === undefined ? { copy, stage } : [],
    ),
  );
}

/** What a COPY takes along, surest first. */
export function leakedBy(copy: Copy, contexts: readonly BuildContext[], secrets: readonly Secret[]): readonly Secret[] {
  const takes = (context: BuildContext, { path }: Secret) =>
    copy.sources.some(({ value }) => context.takesAlong(value, path));
  const leaked = secrets.flatMap((secret): readonly Secret[] => {
    const taking = contexts.filter((context) => takes(context, secret));
    if (taking.length === 0) return [];
    const isTaken = secret.isMade
      ? taking.every((context) => isNamed(copy, context, secret))
      : secret.doubt === undefined && taking.length === contexts.length;
    return [{ ...secret, isTaken }];
  });
  const rank = ({ isTaken, doubt }: Secret): number => (isTaken === true ? 0 : doubt === undefined ? 1 : 2);
  return leaked.toSorted((one, other) => rank(one) - rank(other));
}

const isNamed = (copy: Copy, context: BuildContext, { path }: Secret): boolean =>
  copy.sources.some(({ value }) => {
    const answer = context.resolve(value);
    return 'path' in answer && answer.path === path;
  });

/** Files of the repository whose content or name says that they are secret, and those that people are told to make. */
export function secretsOf(project: ProjectModel): readonly Secret[] {
  return [...filledIn(project), ...toBeFilledIn(project), ...namedSo(project)];
}

const filledIn = ({ artifacts }: ProjectModel): readonly Secret[] =>
  artifacts.of('env-file').flatMap((file) => {
    const secret = secretOfEnvFile(file);
    return secret === undefined || isExampleFile(file.path)
      ? []
      : [{ path: file.path, what: `which sets \`${secret.name.value}\`` }];
  });

/** `.env`, where `.env.example` has a place for a secret, and git or compose knows the file. */
function toBeFilledIn({ artifacts, tree, modules }: ProjectModel): readonly Secret[] {
  const byExample = artifacts
    .of('env-file')
    .filter((file) => isExampleFile(file.path) && hasPlaceForSecret(file))
    .map(({ path }) => path.replace(/[.-](?:example|sample|template)$/i, ''));
  const byCompose = artifacts.of('compose').flatMap(({ model, folder }) =>
    model.services.flatMap(({ envFiles, environment }) => {
      // Compose fills what it is left from a file of this name beside it.
      const isFilled = environment.some(
        ({ name, value }) => secretKindOf(name.value) !== undefined && /^\$\{\w+\}$/.test(value?.value ?? ''),
      );
      return [...envFiles.map(({ path }) => path.value), ...(isFilled ? ['.env'] : [])].flatMap((path) => {
        const answer = tree.resolve(path, folder);
        return answer.kind === 'ignored' ? answer.path : [];
      });
    }),
  );
  // Code reads it from beside a Dockerfile, so it is there when the image is built.
  const byCode = artifacts.of('dockerfile').flatMap(({ folder }) => {
    const below = folder === '' ? '' : `${folder}/`;
    const reads = modules.some(
      ({ path, imports, texts }) =>
        path.startsWith(below) && (imports.some(({ module }) => READING.test(module)) || texts.words.includes('.env')),
    );
    return reads ? [`${below}.env`] : [];
  });
  return [...new Set([...byExample, ...byCompose, ...byCode])]
    .filter((path) => tree.isGitIgnored(path) && !tree.isFile(path))
    .map((path) => ({
      path,
      what: 'which holds the secrets of the person who builds it',
      isMade: true,
    }));
}

/** Libraries that read a `.env`. */
const READING = /^(?:dotenv|decouple|environs)(?:\.|$)/;

const namedSo = ({ files }: ProjectModel): readonly Secret[] =>
  [...files].flatMap((path) => {
    const what = mayHoldSecret(path);
    // Of a chart of Helm it is a template, which is filled elsewhere.
    const [, chart] = /^((?:.*\/)?)templates\//.exec(path) ?? [];
    return what === undefined || (chart !== undefined && files.has(`${chart}Chart.yaml`))
      ? []
      : [{ path, what: `${what}, judging by its name`, doubt: 'secret-from-name' }];
  });

export function othersIn(others: readonly Secret[]): string {
  const [next] = others;
  if (next === undefined) return '';
  return others.length === 1 ? ` and \`${next.path}\`` : ` and ${counted(others.length, 'more file')} like it`;
}

export function ignoredBy({ path }: Secret, contexts: readonly BuildContext[]): string {
  const ignore = contexts.find(({ ignore }) => ignore !== undefined)?.ignore;
  return ignore === undefined ? 'there is no `.dockerignore`' : `\`${ignore.path}\` does not exclude \`${path}\``;
}
