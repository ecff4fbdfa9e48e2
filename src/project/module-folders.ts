import { memoize } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { folderOf } from '../text/index.ts';

export const dottedFolder = (folder: string): string => folder.replaceAll('/', '.');

/** Where a module lies, dotted, which each of its names is looked up by. */
export const folderAround = memoize(({ path }: ModuleSummary): string => dottedFolder(folderOf(path)));
