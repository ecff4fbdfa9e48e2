/**
 * What an application keeps for its handlers: `app.state.http` of FastAPI and Starlette, read as `request.app.state.http`, and
 * `app["http"]` of aiohttp, `app.extensions["http"]` of Flask, read as `current_app.extensions["http"]`. Start-up and handlers mostly are in different functions, often in different files.
 */
import {
  type Attribute,
  type Expression,
  identifiersOf,
  type Name,
  nodesOf,
  type Subscript,
  stringConstant,
} from '../../ast/index.ts';
import { groupBy } from '../../collections/index.ts';
import { WEB_APPLICATIONS } from '../../knowledge/web-applications.ts';
import type { Names } from '../names.ts';
import type { ObjectClass } from './object-class.ts';

/** The first step of a way that begins in the state of the application. */
export const APPLICATION_STATE = '@state';

export class ApplicationState {
  #stored: ReadonlyMap<string, readonly Expression[]> | undefined;
  readonly #byAttribute: boolean;
  readonly #byKey: boolean;
  readonly #byExtension: boolean;
  #named: ReadonlyMap<string, readonly Expression[]> | undefined;

  constructor(
    readonly names: Names,
    readonly classes: { classOf(expression: Expression): ObjectClass },
  ) {
    const packages = new Set(names.imports.map(({ module }) => module.split('.', 1)[0]));
    this.#byAttribute = ['fastapi', 'starlette', 'litestar'].some((each) => packages.has(each));
    this.#byKey = packages.has('aiohttp');
    this.#byExtension = packages.has('flask');
  }

  /** The name under which an expression reads or writes it. */
  nameOf(expression: Expression): string | undefined {
    if (expression.kind === 'Attribute') return this.#attributeOf(expression);
    return expression.kind === 'Subscript' ? this.#keyOf(expression) : undefined;
  }

  /** What this file puts there under a name. */
  valuesOf(name: string): readonly Expression[] {
    return this.stored().get(name) ?? [];
  }

  /** All that this file puts there, by name. */
  stored(): ReadonlyMap<string, readonly Expression[]> {
    this.#stored ??= this.#findStored();
    return this.#stored;
  }

  /** Every place of the file that reads or writes what is there, by name, in source order. */
  mentions(): ReadonlyMap<string, readonly Expression[]> {
    this.#named ??= this.#findMentions();
    return this.#named;
  }

  #findMentions(): ReadonlyMap<string, readonly Expression[]> {
    const { node: module } = this.names.moduleScope;
    if (module.kind !== 'Module' || !(this.#byAttribute || this.#byKey || this.#byExtension)) return new Map();
    const used = identifiersOf(module);
    const attributes = this.#byAttribute && used.has('state') ? nodesOf(module, 'Attribute') : [];
    const hasKeys = this.#byKey || (this.#byExtension && used.has('extensions'));
    const named = [...attributes, ...(hasKeys ? nodesOf(module, 'Subscript') : [])].flatMap((place) => {
      const name = this.nameOf(place);
      return name === undefined ? [] : [{ name, place }];
    });
    const inOrder = named.sort((one, other) => one.place.start - other.place.start);
    const byName = groupBy(inOrder, ({ name }) => name);
    return new Map([...byName].map(([name, places]) => [name, places.map(({ place }) => place)]));
  }

  #findStored(): ReadonlyMap<string, readonly Expression[]> {
    const stored = new Map<string, Expression[]>();
    const { node: module } = this.names.moduleScope;
    if (module.kind !== 'Module') return stored;
    const used = identifiersOf(module);
    const targets: Expression[] = [];
    if (this.#byAttribute && used.has('state')) targets.push(...this.names.attributeStores);
    if (this.#byKey || (this.#byExtension && used.has('extensions')))
      targets.push(...nodesOf(module, 'Subscript').filter(({ ctx }) => ctx === 'Store'));
    for (const target of targets) {
      const name = this.nameOf(target);
      const statement = target.parent;
      if (name === undefined || (statement?.kind !== 'Assign' && statement?.kind !== 'AnnAssign')) continue;
      if (statement.value !== undefined) stored.set(name, [...(stored.get(name) ?? []), statement.value]);
    }
    return stored;
  }

  #attributeOf({ value, attr }: Attribute): string | undefined {
    if (!this.#byAttribute) return undefined;
    const state = value.kind === 'Name' ? this.#boundOnce(value) : value;
    const isState = state?.kind === 'Attribute' && state.attr === 'state';
    return isState && this.#isApplication(state.value) ? attr : undefined;
  }

  /** `state = request.app.state` */
  #boundOnce(name: Name): Expression | undefined {
    const [only, other] = this.names.resolve(name)?.definitions ?? [];
    return only?.kind === 'assignment' && other === undefined ? only.value : undefined;
  }

  #keyOf({ value, slice }: Subscript): string | undefined {
    const key = this.#byKey || this.#byExtension ? stringConstant(slice) : undefined;
    if (key === undefined || !/^\w+$/.test(key)) return undefined;
    if (this.#byExtension && value.kind === 'Attribute' && value.attr === 'extensions')
      return this.#isFlask(value.value) ? key : undefined;
    return this.#byKey && this.#isApplication(value) ? key : undefined;
  }

  #isFlask(owner: Expression): boolean {
    return this.names.qualifiedName(owner) === 'flask.current_app' || this.#isApplication(owner);
  }

  /** By its class; where nothing says that, `request.app` and a parameter that the framework calls `app`. */
  #isApplication(owner: Expression): boolean {
    const type = this.classes.classOf(owner);
    if (type !== undefined) return WEB_APPLICATIONS.has(type);
    return owner.kind === 'Attribute' ? owner.attr === 'app' : owner.kind === 'Name' && owner.id === 'app';
  }
}
