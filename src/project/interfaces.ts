/** Classes that declare what others implement, and are never looked at for what they do. */
import type { Ancestor } from './lineages.ts';

/**
 * A class below `Interface` of zope, or below an interface of a library that names its own as zope does
 * (`twisted.internet.interfaces.IReactorTime`). Its methods are written without `self`, and its objects are of other classes:
 * https://zopeinterface.readthedocs.io/en/latest/README.html
 */
export function isInterface(line: readonly Ancestor[]): boolean {
  return line.some((ancestor) => typeof ancestor === 'string' && INTERFACE.test(ancestor));
}

const INTERFACE = /^zope\.interface\.(interface\.)?Interface$|(^|\.)interfaces\.I[A-Z]\w*$/;
