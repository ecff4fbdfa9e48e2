import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import type { ModuleSummary, SummaryFunction } from '#kit/project';
import { MOUNTED_ROUTERS, MOUNTING, routerMounts } from '#kit/web';

type Fact =
  | { readonly kind: 'router'; readonly name: string; readonly place: PackedPlace }
  | { readonly kind: 'mount'; readonly place: PackedPlace }
  /** A comment has a call that mounts something. */
  | { readonly kind: 'comment'; readonly text: string };

export default defineProjectRule<Fact>({
  docs: {
    summary: 'router with routes that nothing puts on the application, where others are',
    why: 'Whoever calls its routes is answered 404, and what is kept for its clients reaches none of them.',
    remedy: 'Mount it where the other routers are mounted, or delete it.',
    harm: 'breaks',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
    harmsUnrun: true,
    since: '0.1.0',
    cwe: [1164],
    origin: [
      {
        document: 'Audits of thirteen repositories in November 2026',
        finding: 'a router of sockets that is never included',
      },
    ],
    bad: '# path: shop/app.py\nfrom fastapi import FastAPI\n\nfrom shop import orders\n\napp = FastAPI()\napp.include_router(orders.router)\n# path: shop/orders.py\nfrom fastapi import APIRouter\n\nfrom shop.news import tell\n\nrouter = APIRouter()\n\n\n@router.post("/orders")\ndef create(order: dict):\n    return tell(order)\n# path: shop/news.py\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n\n\ndef tell(order):\n    return order\n\n\n@router.get("/news")\ndef news():\n    return []\n',
    good: '# path: shop/app.py\nfrom fastapi import FastAPI\n\nfrom shop import news, orders\n\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(news.router)\n# path: shop/orders.py\nfrom fastapi import APIRouter\n\nfrom shop.news import tell\n\nrouter = APIRouter()\n\n\n@router.post("/orders")\ndef create(order: dict):\n    return tell(order)\n# path: shop/news.py\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n\n\ndef tell(order):\n    return order\n\n\n@router.get("/news")\ndef news():\n    return []\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  needs: ['artifacts', 'texts'],
  facts: (file) => [
    ...routersIn(file),
    ...commentsIn(file),
    ...routerMounts(file).map(({ place }) => ({ kind: 'mount' as const, place })),
  ],
  check(project, ctx) {
    const comments = factsOfKind(ctx.facts, 'comment').map(({ fact }) => fact.text);
    const mounts = factsOfKind(ctx.facts, 'mount');
    for (const { path, fact } of factsOfKind(ctx.facts, 'router')) {
      const module = project.moduleByPath(path);
      const routes = module?.functions.filter(({ router }) => router === fact.name) ?? [];
      const [first, ...others] = routes;
      const isOpen = ({ place: { line } }: SummaryFunction): boolean =>
        project.standingAt(path, line).unused?.from === line;
      const mount = nearest(path, mounts);
      if (module === undefined || first === undefined || mount === undefined || !routes.every(isOpen)) continue;
      const more = others.length === 0 ? '' : ` and ${others.length} more of its routes`;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `nothing mounts \`${fact.name}\`: nobody comes to \`${first.qualifiedName.split('.').at(-1)}\`${more}`,
        ...heldBackBy(guessAgainst(module, comments)),
        related: [{ path: mount.path, ...unpackPlace(mount.fact.place), message: 'another one is mounted here' }],
        key: `${module.module}.${fact.name}`,
      });
    }
  },
});

/** Of all places that of the application whose folders it shares most of. */
function nearest<T extends { readonly path: string }>(path: string, all: readonly T[]): T | undefined {
  const shared = (each: T): number => {
    const folders = each.path.split('/');
    return path.split('/').findIndex((folder, index) => folder !== folders[index]);
  };
  return all.toSorted((one, other) => shared(other) - shared(one))[0];
}

/** `# app.include_router(news.router)`. */
function guessAgainst({ module }: ModuleSummary, comments: readonly string[]): string | undefined {
  const name = module.slice(module.lastIndexOf('.') + 1);
  return comments.some((text) => text.includes(name)) ? 'a comment mounts it: somebody switched it off' : undefined;
}

const routersIn = (file: FactsContext): Fact[] =>
  [...file.names.moduleScope.bindings.values()].flatMap(({ name, definitions: [made, ...others] }): Fact[] => {
    const value = made?.value;
    const isRouter = value !== undefined && MOUNTED_ROUTERS.has(file.types.classOf(value) ?? '');
    return isRouter && others.length === 0 ? [{ kind: 'router', name, place: packPlace(file, value) }] : [];
  });

const commentsIn = ({ source }: FactsContext): Fact[] =>
  source.comments.flatMap(({ text }): Fact[] =>
    [...MOUNTING].some((call) => text.includes(`${call}(`)) ? [{ kind: 'comment', text }] : [],
  );
