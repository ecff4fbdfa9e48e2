/** Which files there are and what each one is; the one door through which files of the repository are read. */

export { discover, discoverInSteps } from './discover.ts';
export type {
  ArtifactFileKind,
  DiscoveredFile,
  Discovery,
  DiscoveryRequest,
  FileKind,
  GlobSet,
  PythonFileKind,
  SettingsOfFolders,
  SkippedPath,
} from './discovery.ts';
export { DiskTree, type FileStamp } from './disk-tree.ts';
export { fileKindOf, filesExpression, isDataKind, isPythonFileKind } from './file-kind.ts';
export { bytesIn, type FileTree, headOf, type TreeEntry } from './file-tree.ts';
export { gitIgnoredIn } from './git-ignored.ts';
export { LEFT_ROOT, pathUnder } from './links.ts';
export { ListedTree } from './listed-tree.ts';
export type { NamedPath } from './named-path.ts';
export { isOneProject, isProjectTree } from './one-project.ts';
export { OverlayTree } from './overlay-tree.ts';
export { type FileContent, readRegularFile, systemErrorCode } from './read-file.ts';
export { settingsIn } from './settings.ts';
export { isToolFolder } from './tool-folders.ts';
export { ALL_TRACKED, type WorkTree } from './tracked.ts';
export { untrustedLink } from './untrusted-links.ts';
export { lookAt, workTreeAround } from './work-tree.ts';
