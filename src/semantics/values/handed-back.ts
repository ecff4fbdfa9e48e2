import { bodyWithoutDocstring, type Call, type Expression } from '../../ast/index.ts';
import { constantFunction, type NamesOnly } from './constant-function.ts';

/** The argument that a call gives back as it is: the function of this file that it runs only returns that parameter. */
export function handedBack(call: Call, model: NamesOnly): Expression | undefined {
  const target = constantFunction(call.func, model);
  const [only, ...more] = target === undefined ? [] : bodyWithoutDocstring(target);
  if (target === undefined || more.length > 0 || only?.kind !== 'Return' || only.value?.kind !== 'Name')
    return undefined;
  const { id } = only.value;
  if (call.args.some(({ kind }) => kind === 'Starred')) return undefined;
  const named = call.keywords.find(({ arg }) => arg === id)?.value;
  if (named !== undefined || target.parent?.kind === 'ClassDef') return named;
  const position = [...target.args.posonlyargs, ...target.args.args].findIndex(({ arg }) => arg === id);
  return position < 0 ? undefined : call.args[position];
}
