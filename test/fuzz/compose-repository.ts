import type { Corpus, Files } from './corpus.ts';
import { mutate } from './mutations.ts';
import { Random } from './random.ts';

/** A whole repository that the seed decides: one of our fixtures and files of others, most of them changed, some under other names. */
export function composeRepository(seed: number, corpus: Corpus): Files {
  const random = new Random(seed);
  const files = new Map<string, Buffer>(random.pick(corpus.repositories));
  for (let more = 3 + random.below(16); more > 0; more--) {
    const { path, bytes } = random.pick(corpus.files);
    files.set(path, bytes);
  }
  const changed = new Map<string, Buffer>();
  for (const [path, bytes] of files) {
    const isKept = random.next() < 0.25;
    changed.set(
      placeOf(path, changed, random),
      isKept ? bytes : mutate(bytes, random.pick(corpus.files).bytes, random),
    );
  }
  return changed;
}

/** Names decide what reads a file, and are in every report. */
const NAMES = [
  ...[
    'compose.yaml',
    'Dockerfile',
    'pyproject.toml',
    'requirements.txt',
    '.github/workflows/ci.yml',
    'run.sh',
    'README.md',
    'tox.ini',
  ],
  ...[
    '.gitignore',
    '.dockerignore',
    'poetry.lock',
    'setup.cfg',
    'Makefile',
    'k8s/web.yaml',
    'nginx/nginx.conf',
    'app/book.ipynb',
    '.env',
  ],
  ...[
    'app/__init__.py',
    'app/types.pyi',
    'setup.py',
    'conftest.py',
    'auditlint-baseline.txt',
    'params.yaml',
    'dvc.yaml',
    'Procfile',
  ],
  ...[
    'app/::error::it.py',
    'app/a b`$x`.py',
    'app/line\nbreak.py',
    'app/\u202e.py',
    '-o.py',
    `app/${'n'.repeat(200)}.py`,
  ],
];

function placeOf(path: string, taken: ReadonlyMap<string, unknown>, random: Random): string {
  const wanted = random.next() < 0.15 ? random.pick(NAMES) : path;
  // A file cannot stand where a folder is.
  const isFree = ![...taken.keys()].some((each) => each.startsWith(`${wanted}/`) || wanted.startsWith(`${each}/`));
  return isFree ? wanted : `moved/${taken.size}/${wanted}`;
}
