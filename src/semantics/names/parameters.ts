import type { Arg, Arguments } from '../../ast/index.ts';

/** All parameters of a function, in the order they are written. */
export function parametersOf(args: Arguments): readonly Arg[] {
  if (args.vararg === undefined && args.kwarg === undefined && args.posonlyargs.length + args.kwonlyargs.length === 0) {
    return args.args;
  }
  const named = [...args.posonlyargs, ...args.args];
  if (args.vararg !== undefined) named.push(args.vararg);
  named.push(...args.kwonlyargs);
  if (args.kwarg !== undefined) named.push(args.kwarg);
  return named;
}
