/** Files that a person dropped or chose, with their paths below the folder; folders that hold no code of theirs are not read. */

export interface NamedFile {
  /** With `/`, from the folder that was dropped. */
  readonly path: string;
  readonly file: File;
}

const LEFT_OUT = /(^|\/)(\.git|node_modules|__pycache__|\.venv|venv|\.mypy_cache|\.tox)(\/|$)/;
/** More a page cannot hold; a scan on a machine can. */
const MOST_BYTES = 64 * 1024 * 1024;

export interface Folder {
  /** By path without the dropped folder's own name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** How many there was no room for. */
  readonly leftOut: number;
}

/** The bytes of each, as many as there is room for. */
export async function readAll(files: readonly NamedFile[]): Promise<Folder> {
  const own = files.filter(({ path }) => !LEFT_OUT.test(path));
  const shared = sharedFolder(own.map(({ path }) => path));
  const read = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const { path, file } of own) {
    bytes += file.size;
    if (bytes > MOST_BYTES) continue;
    read.set(path.slice(shared.length), new Uint8Array(await file.arrayBuffer()));
  }
  return { files: read, leftOut: own.length - read.size };
}

/** What was dropped on the page, folders with all that is below them. */
export async function droppedFiles({ items }: DataTransfer): Promise<Folder> {
  // The list is empty after the first wait.
  const entries = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return readAll((await Promise.all(entries.map(filesOf))).flat());
}

async function filesOf(entry: FileSystemEntry): Promise<NamedFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (LEFT_OUT.test(path)) return [];
  if (isFile(entry)) return [{ path, file: await new Promise((resolve, reject) => entry.file(resolve, reject)) }];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: NamedFile[] = [];
  // A reader gives a hundred entries at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...(await Promise.all(some.map(filesOf))).flat());
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** `repo/` where all paths begin with it. */
function sharedFolder(paths: readonly string[]): string {
  const first = /^[^/]+\//.exec(paths[0] ?? '')?.[0] ?? '';
  return paths.every((path) => path.startsWith(first)) ? first : '';
}
