import { rewriteServices } from '../fastapi-service.ts';
import type { Transformation } from '../transformation.ts';

export const djangoForFastapi: Transformation = {
  name: 'django-for-fastapi',
  what: 'the routes of a FastAPI application that threads run are views of Django, with their addresses',
  sameness: 'exchanged',
  apply(subject, rewriting) {
    rewriteServices(subject, rewriting, {
      names: ['request', 'JsonResponse', 'urlpatterns', 'django', 'path'],
      isFit: ({ kind }) => kind === 'FunctionDef',
      imports: () =>
        [
          'from django.http import JsonResponse',
          'from django.urls import path',
          'from django.views.decorators.http import require_http_methods',
        ].join('\n'),
      make: () => undefined,
      decorated: ({ method }) => `require_http_methods(["${method.toUpperCase()}"])`,
      register({ routes }) {
        const list = routes.map(({ path, fn }) => {
          const written = path.replace(/^\//, '').replace(/\{(\w+)\}/g, '<$1>');
          return `    path("${written}", ${fn.name}),\n`;
        });
        return `urlpatterns = [\n${list.join('')}]\n`;
      },
      isByPath: true,
      takesRequest: true,
      hasPathParameters: true,
      inPath: (name) => name,
      inQuery: (name, otherwise) =>
        otherwise === undefined ? `request.GET["${name}"]` : `request.GET.get("${name}", ${otherwise})`,
      answer: ['JsonResponse(', ', safe=False)'],
    });
  },
};
