import { nodesOf } from '#ast';
import type { FactsContext } from '#kit';
import { folderMadeBy } from '#semantics/files/made-folder';

/** Relative paths of the folders that code makes. */
export const foldersMade = (file: FactsContext): string[] =>
  nodesOf(file.module, 'Call').flatMap((call) => {
    const path = folderMadeBy(call, file)?.path;
    return path === undefined || /^[/~.]|\*/.test(path) ? [] : path;
  });
