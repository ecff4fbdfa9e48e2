import { rewriteServices } from '../fastapi-service.ts';
import type { Transformation } from '../transformation.ts';

export const flaskForFastapi: Transformation = {
  name: 'flask-for-fastapi',
  what: 'the routes of a FastAPI application that threads run are views of a Flask application',
  sameness: 'exchanged',
  apply(subject, rewriting) {
    rewriteServices(subject, rewriting, {
      names: ['request', 'jsonify', 'flask', 'Flask', 'Blueprint'],
      // A coroutine that is a view of Flask has a loop of its own.
      isFit: ({ kind }) => kind === 'FunctionDef',
      imports: (used, { isRouter }) =>
        `from flask import ${isRouter ? 'Blueprint' : 'Flask'}, jsonify${used('request') ? ', request' : ''}`,
      make: ({ name, isRouter }) => (isRouter ? `Blueprint("${name}", __name__)` : 'Flask(__name__)'),
      decorated({ method }, typedPath, { name: app }) {
        const path = typedPath.replace(/\{(\w+):(\w+)\}/g, (_whole, name: string, type: string) =>
          type === 'str' ? `<${name}>` : `<${type}:${name}>`,
        );
        return `${app}.${method}("${path}")`;
      },
      register: () => '',
      takesRequest: false,
      hasPathParameters: true,
      inPath: (name) => name,
      inQuery: (name, otherwise) =>
        otherwise === undefined ? `request.args["${name}"]` : `request.args.get("${name}", ${otherwise})`,
      answer: ['jsonify(', ')'],
    });
  },
};
