import { parametersOf } from '../../../ast/index.ts';
import { type Service, serviceOf } from '../fastapi-service.ts';
import type { PythonFile, Rewriting } from '../rewriting.ts';
import { behindLine } from '../syntax.ts';
import type { Transformation } from '../transformation.ts';

export const litestarForFastapi: Transformation = {
  name: 'litestar-for-fastapi',
  what: 'the routes of a FastAPI application are those of a Litestar application',
  sameness: 'exchanged',
  apply(subject, rewriting) {
    for (const file of subject.python) {
      const service = serviceOf(file, subject);
      if (service !== undefined) exchange(file, service, rewriting);
    }
  },
};

function exchange(file: PythonFile, { name, imported, made, routes }: Service, rewriting: Rewriting): void {
  const { path, text } = file;
  rewriting.replace(path, imported.start, imported.end, 'import litestar');
  rewriting.replace(path, made.start, behindLine(file, made.end));
  for (const { decorator, fn, path: route } of routes) {
    const typed = route.replace(/\{(\w+)\}/g, (_whole, parameter: string) => {
      const annotation = parametersOf(fn).find((each) => each.name === parameter)?.node.annotation;
      return `{${parameter}:${annotation?.kind === 'Name' ? annotation.id : 'str'}}`;
    });
    const method = decorator.func.kind === 'Attribute' ? decorator.func.attr : '';
    rewriting.replace(path, decorator.start, decorator.end, `litestar.${method}("${typed}")`);
  }
  const maker = text.slice(made.start, made.end).endsWith('FastAPI()') ? 'Litestar(' : 'Router(path="/", ';
  const handlers = routes.map(({ fn }) => fn.name).join(', ');
  const newline = text.endsWith('\n') ? '' : '\n';
  rewriting.insert(path, text.length, `${newline}\n\n${name} = litestar.${maker}route_handlers=[${handlers}])\n`);
}
