import { rewriteServices } from '../fastapi-service.ts';
import type { Transformation } from '../transformation.ts';

export const aiohttpForFastapi: Transformation = {
  name: 'aiohttp-for-fastapi',
  what: 'the coroutines that are routes of a FastAPI application are handlers of an aiohttp application',
  sameness: 'exchanged',
  apply(subject, rewriting) {
    rewriteServices(subject, rewriting, {
      names: ['request', 'web'],
      isFit: ({ kind }) => kind === 'AsyncFunctionDef',
      imports: () => 'from aiohttp import web',
      make: () => 'web.Application()',
      decorated: () => undefined,
      register: ({ name, routes }) =>
        `${routes.map(({ path, fn, method }) => `${name}.router.add_${method}("${path}", ${fn.name})\n`).join('')}`,
      takesRequest: true,
      hasPathParameters: false,
      inPath: (name) => `request.match_info["${name}"]`,
      inQuery: (name, otherwise) =>
        otherwise === undefined ? `request.query["${name}"]` : `request.query.get("${name}", ${otherwise})`,
      answer: ['web.json_response(', ')'],
    });
  },
};
