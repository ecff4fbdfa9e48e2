/** Paths of an image, and what of the build context is there. */
import { joinPath } from '../../text/index.ts';
import type { DockerInstruction } from './dockerfile.ts';

/** An absolute path of the image; undefined where it cannot be determined. */
export function imagePath(workdir: string | undefined, ...written: readonly string[]): string | undefined {
  const places = [workdir ?? '/', ...written];
  if (places.some((place) => /[$`*?~]/.test(place))) return undefined;
  const path = joinPath('', places.slice(places.findLastIndex((place) => place.startsWith('/'))).join('/'));
  return path === undefined ? undefined : `/${path}`;
}

/**
 * Paths in the build context that may be a file of the image, the last copied first: `docker/start.sh` of `/start.sh` after
 * `COPY docker/start.sh /`. A COPY says neither whether its source is a folder nor whether its destination is.
 */
export function sourcesOf(path: string, instructions: readonly DockerInstruction[]): readonly string[] {
  const wanted = imagePath(instructions.at(-1)?.workdir, path);
  return instructions.toReversed().flatMap((each) => {
    if ((each.kind !== 'copy' && each.kind !== 'add') || each.from !== undefined) return [];
    const place = imagePath(each.workdir, each.destination?.value ?? '');
    const inner = place === undefined || wanted === undefined ? undefined : pathWithin(wanted, place);
    if (inner === undefined) return [];
    return each.sources.flatMap(({ value }) => {
      const source = joinPath('', value) ?? '';
      const isFile = inner === '' || inner === source.slice(source.lastIndexOf('/') + 1);
      return isFile ? source : (joinPath(source, inner) ?? []);
    });
  });
}

/** The rest of a path below a folder; empty for the folder itself. */
export function pathWithin(path: string, folder: string): string | undefined {
  if (path === folder) return '';
  const start = folder === '/' ? '/' : `${folder}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
