import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A file to be scanned, and what formats make of a name that they cannot or do not keep as it is. */
export interface HostileFile {
  readonly path: string;
  /** For what is printed: control characters visible, nothing that an old GitHub runner takes for a command. */
  readonly shown: string;
  /** XML can name most control characters, but not ESC. */
  readonly inXml: string;
  readonly content: string;
}

/** Where the scan runs, below the root of the checkout, which some formats count paths from. */
export const SCANNED = 'services/a b';

/** The rules that have a finding in the repository; no other rule is to change what is compared. */
export const SELECTED = [
  ...['bare-except', 'docker-ignored-failure', 'hash-as-seed', 'sql-string-formatting', 'unsafe-deserialization'],
  'unused-import',
];

const NAMED = 'src/::error::it\'s "a" <b> & ]]> é名📦 50%,[x](y)`|##[group] 100%25 #1?.py';
const CONTROLS = 'src/tab\tescape\u001b[31m line\nend\u202e.py';

/** Emoji stand before what is wrong, on its line: there columns of bytes, UTF-16 units and characters differ. */
const PYTHON = `LABEL = "📦é"; import os
import pickle


def csrf_token_for(session_id: str, started: float) -> dict:
    label = "📦é"; return {"csrf_token": hex(hash(
        (session_id, started)))}


def find(cursor, 名前):
    label = "📦é"; cursor.execute(
        f"select * from t "
        f"where 📦é = '{名前}'")


def read(path):
    try:
        label = "📦é"; return pickle.loads(open(path, "rb").read())
    except: return "📦é"
`;

/** What hides the failure is in the message as it is written. */
const DOCKERFILE = `FROM python:3.12
RUN echo "📦é" && pip install x || echo "<b> & ]]> %0A::error::[x](y),| it's ##[group] 名"
`;

const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# 📦\n'] },
    {
      ...{ cell_type: 'code', execution_count: null, metadata: {}, outputs: [] },
      source: ['import pickle\n', 'label = "📦é"; pickle.loads(open("x", "rb").read())\n'],
    },
  ],
  ...{ metadata: { language_info: { name: 'python' } }, nbformat: 4, nbformat_minor: 5 },
});

export const HOSTILE_FILES: readonly HostileFile[] = [
  { path: NAMED, shown: NAMED.replace('##[', '##\\['), inXml: NAMED, content: PYTHON },
  {
    path: CONTROLS,
    shown: 'src/tab\\tescape\\x1b[31m line\\nend\\u202e.py',
    inXml: 'src/tab\tescape\\x1b[31m line\nend\u202e.py',
    // Equal code would be one finding, and so would unused imports and bare handlers.
    content: PYTHON.replaceAll('📦é', '📦è')
      .replace('import os', 'import os; os')
      .replace('except:', 'except OSError:'),
  },
  plain('Dockerfile', DOCKERFILE),
  plain('sales.ipynb', NOTEBOOK),
];

export const CLEAN_FILES: readonly HostileFile[] = [plain('clean.py', 'def double(x):\n    return x * 2\n')];

function plain(path: string, content: string): HostileFile {
  return { path, shown: path, inXml: path, content };
}

/** Every severity, no matter who reaches the files: what formats make of each is compared, not how it came to be. */
const SEVERITIES = `[severity]
hash-as-seed = "P0"
sql-string-formatting = "P1"
unsafe-deserialization = "P2"
bare-except = "P3"
`;

/** Writes a checkout with the files below `SCANNED`, and returns the folder to scan. */
export function writeRepository(checkout: string, files: readonly HostileFile[]): string {
  const scanned = join(checkout, SCANNED);
  mkdirSync(scanned, { recursive: true });
  execFileSync('git', ['init', '--quiet', checkout]);
  for (const { path, content } of files) {
    mkdirSync(dirname(join(scanned, path)), { recursive: true });
    writeFileSync(join(scanned, path), content);
  }
  writeFileSync(join(scanned, 'auditlint.toml'), SEVERITIES);
  return scanned;
}
