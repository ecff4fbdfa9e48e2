/** Which functions serve requests: asked per function, answered from decorators, registrations and the class it is in. */
import type { AsyncFunctionDef, FunctionDef } from '../../ast/index.ts';
import type { Route } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import { routeByClass } from './route-classes.ts';
import { routeByDecorator } from './route-decorators.ts';
import { findRegistrations, type Registrations } from './route-registrations.ts';

/** Answers `routeOf` for one file. */
export class Routes {
  readonly #model: SemanticModel;
  readonly #known = new Map<FunctionDef | AsyncFunctionDef, Route | undefined>();
  #registrations: Registrations | undefined;

  constructor(model: SemanticModel) {
    this.#model = model;
  }

  /** The route a function serves; by decorator first, that being nearest to it. */
  of(fn: FunctionDef | AsyncFunctionDef): Route | undefined {
    if (this.#known.has(fn)) return this.#known.get(fn);
    const route = this.#find(fn);
    this.#known.set(fn, route);
    return route;
  }

  #find(fn: FunctionDef | AsyncFunctionDef): Route | undefined {
    for (const decorator of fn.decorator_list) {
      const route = routeByDecorator(this.#model, decorator);
      if (route !== undefined) return route;
    }
    this.#registrations ??= findRegistrations(this.#model);
    return this.#registrations.get(fn) ?? routeByClass(this.#model, fn);
  }
}
