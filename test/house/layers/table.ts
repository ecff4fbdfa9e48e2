/** Which folder may import which. `docs/internals/architecture.md` explains the deviations from the first design. */

/** Folder → folders it may import besides itself. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'src/text': [],
  'src/collections': [],
  'src/findings': ['src/text', 'src/collections'],
  'src/syntax': ['src/text'],
  'src/ast': ['src/text', 'src/collections'],
  'src/ast/lower': ['src/text', 'src/ast', 'src/syntax'],
  'src/knowledge': [],
  'src/flow': ['src/ast', 'src/collections'],
  'src/semantics': ['src/text', 'src/collections', 'src/ast', 'src/flow', 'src/knowledge'],
  'src/artifacts': ['src/text'],
  'src/project': ['src/text', 'src/collections', 'src/findings', 'src/artifacts', 'src/knowledge', 'src/semantics'],
  'src/kit': [
    'src/text',
    'src/collections',
    'src/findings',
    'src/ast',
    'src/flow',
    'src/semantics',
    'src/artifacts',
    'src/knowledge',
    'src/project',
  ],
  rules: [
    'src/text',
    'src/collections',
    'src/findings',
    'src/ast',
    'src/flow',
    'src/semantics',
    'src/artifacts',
    'src/knowledge',
    'src/project',
    'src/kit',
  ],
  'src/plugins': [
    ...[
      'src/collections',
      'src/findings',
      'src/ast',
      'src/semantics',
      'src/artifacts',
      'src/project',
      'src/kit',
      'src/engine',
    ],
  ],
  'src/config': ['src/text', 'src/findings'],
  'src/discover': ['src/text', 'src/collections', 'src/config'],
  'src/git': ['src/discover'],
  'src/engine': [
    ...[
      'src/text',
      'src/collections',
      'src/findings',
      'src/syntax',
      'src/ast',
      'src/ast/lower',
      'src/semantics',
      'src/artifacts',
    ],
    ...['src/knowledge', 'src/project', 'src/kit', 'src/config', 'src/discover'],
  ],
  'src/cache': ['src/collections', 'src/findings', 'src/discover', 'src/engine'],
  'src/reporters': ['src/text', 'src/collections', 'src/findings', 'src/knowledge'],
  'src/fleet': ['src/text', 'src/collections', 'src/findings', 'src/knowledge', 'src/git', 'src/reporters'],
  'src/action': ['src/reporters', 'src/git'],
};

/** These may import every folder but those named. */
const EVERYTHING_BUT: Readonly<Record<string, readonly string[]>> = {
  'src/testing': [
    'src/reporters',
    'src/audit',
    'src/fleet',
    'src/replay',
    'src/report',
    'src/register',
    'src/api',
    'src/cli',
    'tools',
    'rules',
  ],
  'src/audit': ['src/reporters', 'src/fleet', 'src/replay', 'src/report', 'src/register', 'src/cli', 'tools', 'rules'],
  // Beside the core, each in a room of its own: the command line alone asks them, and none of them asks another.
  'src/replay': ['src/fleet', 'src/report', 'src/register', 'src/cli', 'tools', 'rules'],
  'src/report': ['src/fleet', 'src/replay', 'src/register', 'src/cli', 'tools', 'rules'],
  'src/register': ['src/fleet', 'src/replay', 'src/report', 'src/cli', 'tools', 'rules'],
  'src/editor': [
    'src/reporters',
    'src/replay',
    'src/report',
    'src/register',
    'src/fleet',
    'src/api',
    'src/cli',
    'tools',
    'rules',
  ],
  'src/api': ['src/fleet', 'src/cli', 'tools'],
  'src/index.ts': ['src/fleet', 'src/cli', 'tools'],
  'src/cli': ['tools', 'src/api'],
  tools: [],
};

/** Arrows of the table that hold for types only: nothing of the imported folder runs in the importer. */
const TYPES_ONLY: ReadonlySet<string> = new Set([
  'src/project → src/semantics',
  'src/project → src/findings',
  'src/plugins → src/semantics',
  'src/plugins → src/artifacts',
  'src/plugins → src/project',
  'src/cache → src/engine',
  'src/cache → src/findings',
]);

const FOLDERS = [...Object.keys(ALLOWED), ...Object.keys(EVERYTHING_BUT)].sort((a, b) => b.length - a.length);

/** The folder of the table that a path lies in; undefined for packages. */
export function folderOf(path: string): string | undefined {
  return FOLDERS.find((folder) => path === folder || path.startsWith(`${folder}/`));
}

export function isAllowed(importer: string, imported: string, isTypeOnly: boolean): boolean {
  if (importer === imported) return true;
  const excluded = EVERYTHING_BUT[importer];
  if (excluded !== undefined) return !excluded.includes(imported);
  if (TYPES_ONLY.has(`${importer} → ${imported}`) && !isTypeOnly) return false;
  return ALLOWED[importer]?.includes(imported) ?? false;
}
