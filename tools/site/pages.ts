import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { projectRoot } from '../project-root.ts';

/** Documents of the repository beside `docs/`, with the address that each has on the site. */
const BESIDE: Readonly<Record<string, string>> = {
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'security.md',
  'editors/vscode/README.md': 'vscode.md',
  'measurements/precision.md': 'precision.md',
  'measurements/measured.md': 'measured.md',
  'measurements/comparison.md': 'comparison.md',
  'measurements/benchmarks.md': 'benchmarks.md',
  'measurements/benchmarks.svg': 'benchmarks.svg',
};

/** Lays the pages of the site out in `folder`: `docs/` as it is, what lies beside it, and the pages that only the site has. */
export function writePages(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(projectRoot, 'docs'), folder, { recursive: true, filter: (path) => !path.endsWith('.md') });
  const documents = readdirSync(join(projectRoot, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path.replaceAll('\\', '/')}`);
  for (const source of [...documents, ...Object.keys(BESIDE)]) {
    const page = join(folder, addressOf(source));
    mkdirSync(dirname(page), { recursive: true });
    const text = readFileSync(join(projectRoot, source), 'utf8');
    writeFileSync(page, source.endsWith('.md') ? toPage(text, source) : text);
  }
  cpSync(join(projectRoot, 'site/content'), folder, { recursive: true });
}

/** Where a document of the repository is on the site: `docs/rules/README.md` → `rules/index.md`. */
export function addressOf(source: string): string {
  const path = BESIDE[source] ?? source.replace(/^docs\//, '');
  return path.replace(/(^|\/)README\.md$/, '$1index.md');
}

/** A comment on lines of its own, which the site would show as text; code stays as it is. */
const COMMENT_OR_CODE = /^(```+|~~~+)[\s\S]*?^\1[^\S\n]*$|^<!--[\s\S]*?-->[^\S\n]*\n+/gm;

/** A document as a page: links lead to where their targets are on the site; what is said to authors alone is left out. */
export function toPage(text: string, source: string): string {
  const here = posix.dirname(addressOf(source));
  return (
    text
      .replaceAll(COMMENT_OR_CODE, (block) => (block.startsWith('<!--') ? '' : block))
      // What our tests read behind the language (`exit=1`), VitePress takes for lines to be marked.
      .replaceAll(/^(```\w+) .*$/gm, '$1')
      .replaceAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)\s]*)?\)/g, (_, path: string, anchor = '') => {
        const target = posix.normalize(posix.join(posix.dirname(source), path));
        const to = posix.relative(here, addressOf(/^docs\/rules\/?$/.test(target) ? 'docs/rules/README.md' : target));
        return `](${to.startsWith('.') ? to : `./${to}`}${anchor})`;
      })
  );
}
