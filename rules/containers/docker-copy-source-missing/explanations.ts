/** Reasons why the source of a copy may exist when the image is built. */
import type { DockerInstruction } from '#artifacts';
import { firstIndex, memoize } from '#collections';
import type { BuildContext, ProjectModel } from '#project';
import { folderOf, type Located } from '#text';

/** Whether a comment right above a COPY, or one that names its source, says why the repository does not have it. */
export function explanations(
  remarks: readonly Located<string>[],
): (source: string, instruction: DockerInstruction) => boolean {
  const explaining = remarks.filter(({ value }) => OBTAINED.test(value));
  const words = new Set(explaining.flatMap(({ value }) => value.split(/[^\w.-]+/)));
  return (source, { span: { start } }) => {
    const above = explaining[firstIndex(explaining, ({ span }) => span.end >= start) - 1];
    const isAbove = above !== undefined && start - above.span.end <= LINE_BREAK;
    return (
      isAbove ||
      words.has(
        source
          .replace(/(?<!\/)\/+$/, '')
          .split('/')
          .at(-1) ?? '',
      )
    );
  };
}

const LINE_BREAK = 2;
const OBTAINED =
  /\b(?:download(?:ed)?|fetched|generated|built|compiled|exported|created|made|prepared)\s+(?:via|by|with|using|before|locally|outside)\b|\b(?:not|n't|never)\s+(?:be\s+)?(?:checked in|committed|kept|stored|in (?:git|this repo))/i;

export const PATTERN = /[*?[]/;

/** Steps of a pipeline that nobody reads here begin in this folder: one of them may make the file before the build. */
export const hasUnreadSteps = (folder: string, { files }: ProjectModel): boolean =>
  folder !== '' && foldersOfUnreadSteps(files).has(folder);

const foldersOfUnreadSteps = memoize(
  (files: ReadonlySet<string>): ReadonlySet<string> =>
    new Set([...files].flatMap((path) => (UNREAD_STEPS.test(path) ? folderOf(path) : []))),
);

const UNREAD_STEPS =
  /\/(?:\.gitlab-ci\.yml|Jenkinsfile|[^/]+\.groovy|cloudbuild\.yaml|azure-pipelines\.yml|Taskfile\.yml)$/;

/** How many names at the end of a path lead to nothing. */
export function namesMissing(path: string, { tree }: ProjectModel): number {
  const names = path.split('/');
  return names.length - names.findLastIndex((_, index) => tree.isFolder(names.slice(0, index + 1).join('/'))) - 1;
}

export function describe(contexts: readonly BuildContext[]): string {
  const [first, ...others] = contexts.map(({ folder }) =>
    folder === '' ? 'the root of the repository' : `\`${folder}\``,
  );
  if (others.length === 0) return `the build context, ${first}`;
  return `any of the possible build contexts: ${first}${others.length > 2 ? ', …' : ''}, ${others.slice(-2).join(', ')}`.replace(
    /, ([^,]*)$/,
    ' or $1',
  );
}
