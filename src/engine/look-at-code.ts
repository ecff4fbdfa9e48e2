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
  const find = (file: DiscoveredFile): void => {
    const shared = source.shared(file);
    if (shared !== undefined) unread.set(file.path, shared);
  };
  for (const file of found.files) find(file);
  const outlineOf = ({ path }: DiscoveredFile) => unread.get(path)?.outline;
  const unknown = found.files.filter((file) => isOutlined(file.kind) && outlineOf(file) === undefined);
  tree.expect(unknown.map(({ path }) => path));
  const now = request.timing?.now ?? (() => performance.now());
  const start = now();
  const steps = findCode(found, {
    known(file) {
      // One that is given to Python was found as something else.
      if (unread.get(file.path)?.kind !== file.kind) find(file);
      return outlineOf(file);
    },
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

/** So many bytes of a file that is given to Python show whether it is text. */
const HEAD = 8192;
