/** Files that a program opens, writes and reads back, and the paths that name them. */
export { fileAccessOf } from './file-access.ts';
export { nameInFolder } from './name-in-folder.ts';
export { openedPath } from './opened-path.ts';
export { isInPackage, isOffered } from './packages.ts';
export { pathKey, pathKeys } from './path-key.ts';
