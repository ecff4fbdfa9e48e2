import { rewriteServices } from '../fastapi-service.ts';
import type { Transformation } from '../transformation.ts';

export const starletteForFastapi: Transformation = {
  name: 'starlette-for-fastapi',
  what: 'the routes of a FastAPI application are endpoints of a Starlette application',
  sameness: 'exchanged',
  apply(subject, rewriting) {
    rewriteServices(subject, rewriting, {
      names: ['request', 'JSONResponse', 'starlette', 'Starlette', 'Route', 'Router'],
      isFit: () => true,
      imports: (_used, { isRouter }) =>
        [
          ...(isRouter ? [] : ['from starlette.applications import Starlette']),
          'from starlette.responses import JSONResponse',
          `from starlette.routing import Route${isRouter ? ', Router' : ''}`,
        ].join('\n'),
      make: () => undefined,
      decorated: () => undefined,
      register({ isRouter, routes }) {
        const list = routes.map(
          ({ path, fn, method }) => `    Route("${path}", ${fn.name}, methods=["${method.toUpperCase()}"]),\n`,
        );
        return ` = ${isRouter ? 'Router' : 'Starlette'}(routes=[\n${list.join('')}])\n`;
      },
      takesRequest: true,
      hasPathParameters: false,
      inPath: (name) => `request.path_params["${name}"]`,
      inQuery: (name, otherwise) =>
        otherwise === undefined
          ? `request.query_params["${name}"]`
          : `request.query_params.get("${name}", ${otherwise})`,
      answer: ['JSONResponse(', ')'],
    });
  },
};
