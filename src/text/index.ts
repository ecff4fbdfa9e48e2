/** Places in a text: spans, positions, and the table of lines that turns one into the other; paths and their patterns. Imports nothing of ours. */
export { compareText } from './compare-text.ts';
export { LineTable } from './line-table.ts';
export type { Located } from './located.ts';
export { type MappedText, mapPlain, offsetInFile, type Stretch, slicedText, spanInFile } from './mapped-text.ts';
export { MappedTextBuilder } from './mapped-text-builder.ts';
export type { Segment, SegmentPattern } from './path-glob.ts';
export { matchesSegment, matchesSegments, PathGlob, parsePathPattern } from './path-glob.ts';
export {
  endsOf,
  folderOf,
  foldersAround,
  isWithin,
  joinPath,
  leadsOut,
  pathAndFolders,
  relativePath,
  toPosixPath,
} from './posix-path.ts';
export { settingsGlob } from './settings-glob.ts';
export { SourceText } from './source-text.ts';
export type { Position, Span } from './span.ts';
export { SQLITE_ADDRESS } from './sqlite-address.ts';
