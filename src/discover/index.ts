/** Which files there are and what each one is. Reads names and sizes, never contents. */
export type {
  DiscoveredFile,
  Discovery,
  DiscoveryRequest,
  FileKind,
  GlobSet,
  PythonFileKind,
  SkippedPath,
} from './discovery.ts';
