import { defineProjectRule } from '#kit';
import { isOtherServerLanguage } from '#knowledge/server-languages';
import { SERVED_BY_ITSELF } from '#knowledge/web-applications';
import { isMadeOf, isNearPath, pathsInDocuments, type ServedPaths, segmentsOf, servedPaths } from './written-paths.ts';

export default defineProjectRule<ServedPaths>({
  docs: {
    summary: 'documented route that no application serves',
    why: 'Anyone who follows the document, or builds a client from it, gets a 404.',
    remedy: 'Correct the path to one that the application serves',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1053],
    origin: [
      {
        document: 'Audits of thirteen repositories in November 2026',
        finding: 'the README documents a route that no application has',
      },
    ],
    bad: '# path: README.md\n# Orders\n\n```bash\ncurl http://localhost:8000/api/v1/orders\n```\n# path: app.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/v2/orders")\ndef orders():\n    return []\n',
    good: '# path: README.md\n# Orders\n\n```bash\ncurl http://localhost:8000/api/v2/orders\n```\n# path: app.py\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/api/v2/orders")\ndef orders():\n    return []\n',
  },
  skips: ['test', 'vendored'],
  facts: (file) => [servedPaths(file) ?? []].flat(),
  check(project, ctx) {
    const facts = ctx.facts.map(({ fact }) => fact);
    const routes = facts.flatMap((fact) => fact.routes);
    if (routes.length === 0) return;
    const isOpen = facts.some((fact) => fact.isOpen);
    const parts = [...new Set([...routes, ...facts.flatMap((fact) => fact.parts)])].map(segmentsOf);
    const mounts = facts.flatMap((fact) => fact.mounts);
    const others = [...project.files].some(isOtherServerLanguage);
    const reported = new Set<string>();
    for (const { path, at } of pathsInDocuments(project)) {
      const segments = segmentsOf(path);
      const key = `${at.path} ${path}`;
      if (segments.length === 0 || SERVED_BY_ITSELF.test(path) || reported.has(key)) continue;
      if (mounts.some((mount) => path.startsWith(mount)) || isMadeOf(segments, parts)) continue;
      reported.add(key);
      const near = pathsNear(segments, ctx.facts, parts).toSorted((a, b) => b.served.length - a.served.length);
      const own = near.find((each) => each.path.startsWith(folderDescribed(at.path)));
      const meant = own ?? near[0];
      ctx.report({
        at,
        message: `documented route \`${path}\` does not exist in any application here${meant === undefined ? '' : `; one serves \`/${meant.served.join('/')}\``}`,
        cause: at.path,
        ...((own === undefined || others || isOpen) && { doubt: 'external-definition' }),
        key,
      });
    }
  },
});

/** Of the routes, and of each behind any other part, those that are almost the path. */
const pathsNear = (
  wanted: readonly string[],
  facts: readonly { readonly path: string; readonly fact: ServedPaths }[],
  parts: readonly (readonly string[])[],
) =>
  facts.flatMap(({ path, fact }) =>
    fact.routes
      .map(segmentsOf)
      .flatMap((route) =>
        [[], ...parts]
          .filter((part) => Math.abs(part.length + route.length - wanted.length) <= 1)
          .map((part) => ({ path, served: [...part, ...route] })),
      )
      .filter(({ served }) => isNearPath(wanted, served)),
  );

/** A document speaks of what is below it; those in `docs` of what is beside that. */
const folderDescribed = (path: string): string => {
  const folders = path.split('/').slice(0, -1);
  const docs = folders.findIndex((folder) => folder === 'docs' || folder === 'doc');
  return folders
    .slice(0, docs < 0 ? folders.length : docs)
    .map((folder) => `${folder}/`)
    .join('');
};
