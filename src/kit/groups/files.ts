/** Files that a program opens, writes and reads back, and the paths that name them. */
export { definesWork, foundByName, isFoundByFile, isFoundByFolder, shelvesOf } from '../../project/index.ts';
export { type FileAccess, fileAccessOf } from '../files/file-access.ts';
export { nameInFolder } from '../files/name-in-folder.ts';
export { type OpenedPath, openedPath } from '../files/opened-path.ts';
export { isInPackage, isOffered } from '../files/packages.ts';
export { pathKey, pathKeys } from '../files/path-key.ts';
