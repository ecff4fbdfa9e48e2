/** Python code of a repository that is not read: a notice says so, because nothing else would show it. */
import type { DiscoveredFile, Discovery, SkippedPath } from '../discover/index.ts';
import { compareText } from '../text/index.ts';

export interface UnreadCode {
  readonly why: keyof typeof SAYS;
  readonly path: string;
  readonly line?: number;
}

/** What is said of a path. */
const SAYS = {
  archive: 'an archive that Python runs or imports from: not scanned',
  binary: 'run by Python, but not a text file: not scanned',
  bytecode: 'bytecode without source, which Python can import: not scanned',
  command: 'Python code inside a command: not scanned',
  cython: 'Cython code: not scanned',
  ipython: 'an IPython script: not scanned',
  kind: 'run by Python, but read only as the kind of file its name suggests',
  'path file': 'contains lines that run whenever Python starts: not scanned',
  wish: 'excluded by the configuration, but imported or run by scanned code: not scanned',
} as const;

/** One for each reason, which names the first few. */
export function unreadNotices(unread: readonly UnreadCode[]): SkippedPath[] {
  const reasons = Object.keys(SAYS) as (keyof typeof SAYS)[];
  return reasons.flatMap((why) => {
    const ordered = unread
      .filter((each) => each.why === why)
      .sort((a, b) => compareText(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0));
    const [first, ...others] = ordered;
    if (first === undefined) return [];
    const { path, line } = first;
    const notice = { kind: 'unread-code' as const, path, message: `${SAYS[why]}${describeOthers(others)}` };
    return [line === undefined ? notice : { ...notice, line }];
  });
}

function describeOthers(others: readonly UnreadCode[]): string {
  if (others.length === 0) return '';
  const names = [...new Set(others.map(({ path, line }) => `\`${path}${line === undefined ? '' : `:${line}`}\``))];
  const left = names.length - MOST_NAMED;
  return `; likewise ${names.slice(0, MOST_NAMED).join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

const MOST_NAMED = 4;

/** Code that no reader takes, found by the names of files; a path file counts where some of its lines are code. */
export function unreadByName(
  { files, allPaths, isLeftOut }: Pick<Discovery, 'files' | 'allPaths' | 'isLeftOut'>,
  source: { read(file: Pick<DiscoveredFile, 'path' | 'kind'>): Uint8Array | undefined },
): readonly UnreadCode[] {
  const named = files.flatMap(({ path, kind }): UnreadCode[] => {
    if (kind !== 'text') return [];
    if (path.endsWith('.pyx')) return [{ why: 'cython', path }];
    if (path.endsWith('.ipy')) return [{ why: 'ipython', path }];
    return path.endsWith('.pth') && RUNS.test(latin1(source.read({ path, kind }))) ? [{ why: 'path file', path }] : [];
  });
  const bytecode = [...allPaths].filter((path) => path.endsWith('.pyc') && isAlone(path, allPaths) && !isLeftOut(path));
  return [...named, ...bytecode.map((path) => ({ why: 'bytecode' as const, path }))];
}

/** Source: https://docs.python.org/3/library/site.html */
const RUNS = /^import[ \t]/m;

const latin1 = (bytes: Uint8Array | undefined): string =>
  bytes === undefined ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Bytecode in a cache is used only with its source; other bytecode is loaded where no source is beside it. */
const isAlone = (path: string, paths: ReadonlySet<string>): boolean =>
  !path.includes('__pycache__/') && !paths.has(path.slice(0, -1));
