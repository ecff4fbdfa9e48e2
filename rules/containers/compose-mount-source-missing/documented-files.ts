/** Files that documents speak of. */
import { memoize } from '#collections';
import { isOfOneDay, namesAnyFile, plainNames } from '#kit/artifacts';
import type { ProjectModel } from '#project';

/** A document says the last name of a path, in its text, its code or its commands. */
export const isInDocuments = (path: string, project: ProjectModel): boolean =>
  saidInDocuments(project).has(path.slice(path.lastIndexOf('/') + 1));

const saidInDocuments = memoize(({ artifacts }: ProjectModel): ReadonlySet<string> => {
  const texts = artifacts
    .of('markdown')
    .flatMap(({ model: { blocks, fences } }) => [
      ...blocks.flatMap(({ code, text }) => [text, ...code.map((each) => each.text.value)]),
      ...fences.flatMap(({ script }) => script?.commands ?? []).flatMap(({ words }) => words.map(({ text }) => text)),
    ]);
  return new Set(texts.flatMap((text) => text.split(/[\s/:`'"]+/)));
});

/** A document names it with its folder; what was judged or planned one day tells nobody how to set the program up. */
export const isPathInDocuments = (path: string, project: ProjectModel): boolean =>
  namesAnyFile(namedInDocuments(project), path);

const namedInDocuments = memoize(
  ({ artifacts }: ProjectModel): ReadonlySet<string> =>
    plainNames(
      artifacts.of('markdown').flatMap((document) => {
        if (isOfOneDay(document)) return [];
        const { blocks, fences } = document.model;
        const inCode = blocks.flatMap(({ code }) => code.map((each) => each.text.value));
        return [...fences.flatMap(({ file }) => file ?? []), ...inCode];
      }),
    ),
);
