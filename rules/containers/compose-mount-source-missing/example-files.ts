/** Files that are there to be copied. */
import type { ProjectModel } from '#project';

/** `.env.example` beside `.env`. */
export function exampleBeside(path: string, project: ProjectModel): string | undefined {
  const [, stem = path, extension = ''] = /^(.*?)(\.[^./]+)?$/.exec(path) ?? [];
  const names = ['example', 'sample', 'template', 'dist', 'default'].flatMap((word) => [
    ...[`${path}.${word}`, `${path}-${word}`, `${stem}.${word}${extension}`, `${stem}-${word}${extension}`],
    path.replace(/(^|\/)\.([^/]+)$/, `$1${word}.$2`),
  ]);
  return names.find((name) => name !== path && project.tree.isFile(name));
}
