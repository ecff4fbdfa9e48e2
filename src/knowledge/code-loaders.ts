/** What runs code that its input names: from bytes or a stream, or (`path`) from the file of that name. */
export const CODE_LOADERS: ReadonlyMap<string, 'content' | 'path'> = new Map([
  ...['pickle', '_pickle', 'cPickle', 'dill', 'cloudpickle', 'ray.cloudpickle', 'marshal'].flatMap((module) => [
    [`${module}.load`, 'content'] as const,
    [`${module}.loads`, 'content'] as const,
    [`${module}.Unpickler`, 'content'] as const,
  ]),
  ['jsonpickle.decode', 'content'],
  ['joblib.load', 'path'],
  ['pandas.read_pickle', 'path'],
  ['numpy.load', 'path'],
  ['shelve.open', 'path'],
]);
