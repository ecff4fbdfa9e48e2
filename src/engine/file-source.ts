import type { DiscoveredFile, FileTree } from '../discover/index.ts';
import type { Notice } from '../findings/index.ts';
import type { FileReport } from './file-report.ts';
import { maxBytesOf } from './scan-options.ts';
import type { ScanRequest } from './scan-request.ts';

/** The files of a scan, and what another scan made of them. */
export class FileSource {
  constructor(
    readonly request: ScanRequest,
    readonly tree: FileTree,
  ) {}

  /** What another scan made of the same file, where that can be determined without reading it. */
  shared({ path, kind, requested }: DiscoveredFile): FileReport | undefined {
    const { shared, stdin } = this.request;
    if (shared === undefined || stdin?.path === path) return undefined;
    const contentId = shared.contentId(this.tree, path);
    return contentId === undefined ? undefined : shared.find({ path, kind, contentId, requested });
  }

  /** The bytes of a file, or the notice that says why it was not read. */
  content({ path, kind }: Pick<DiscoveredFile, 'path' | 'kind'>): Uint8Array | Notice {
    const { stdin, options } = this.request;
    const maxBytes = maxBytesOf(kind, options.limits);
    if (stdin?.path === path) {
      if (stdin.bytes.length <= maxBytes) return stdin.bytes;
      return { kind: 'too-large', path, message: `larger than ${maxBytes} bytes: not scanned` };
    }
    const content = this.tree.read(path, maxBytes);
    return content.kind === 'content' ? content.bytes : content.skipped;
  }
}
