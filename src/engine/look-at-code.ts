import { type DiscoveredFile, type Discovery, headOf } from '../discover/index.ts';
import type { FileReport } from './file-report.ts';
import type { FileSource } from './file-source.ts';
import { type FoundCode, findCode, isOutlined } from './found-code.ts';
import { Turns } from './turns.ts';

/** What is known of the files of a scan before any of them is mapped. */
export interface SeenCode extends FoundCode {
  /** By path, what another scan made of a file, where that is told without reading it. */
  readonly unread: ReadonlyMap<string, FileReport>;
}

/** Looks at all files, whichever of them are mapped here. */
export async function lookAtCode(source: FileSource, found: Discovery): Promise<SeenCode> {
  const { request, tree } = source;
  request.onProgress?.({ phase: 'scanning', done: 0, total: found.files.length });
  const unread = new Map<string, FileReport>();
  const find = (file: DiscoveredFile): FileReport | undefined => {
    const shared = source.shared(file);
    if (shared === undefined) unread.delete(file.path);
    else unread.set(file.path, shared);
    return shared;
  };
  for (const file of found.files) find(file);
  const asFound: ReadonlySet<DiscoveredFile> = new Set(found.files);
  const unknown = found.files.filter(({ path, kind }) => isOutlined(kind) && unread.get(path)?.outline === undefined);
  tree.expect(unknown.map(({ path }) => path));
  const now = request.timing?.now ?? (() => performance.now());
  const start = now();
  const steps = findCode(found, {
    // One that is given to Python was found as something else: what is known of it as that is not asked for any more.
    known: (file) => (asFound.has(file) ? unread.get(file.path) : find(file))?.outline,
    expect: (paths) => tree.expect(paths),
    read(file) {
      const content = source.content(file);
      return content instanceof Uint8Array ? content : undefined;
    },
    head: (path) => headOf(tree, path, HEAD),
  });
  const code = await new Turns(request).all(steps);
  request.timing?.addPhase('outline', now() - start);
  return { ...code, unread };
}

/** Bytes of a file that show whether it is text. */
const HEAD = 8192;
