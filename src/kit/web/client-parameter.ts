/** Which parameters of a route its client fills, and which the framework does. */
import { nameOfPlace, type Parameter } from '../../ast/index.ts';
import type { Route, SemanticModel } from '../../semantics/index.ts';
import type { SourceText } from '../../text/index.ts';

/** Whether the framework fills all that a route declares, from path, query and body; others hand it a request. */
export const fillsParameters = ({ framework }: Route): boolean =>
  framework === 'fastapi' || framework === 'flask' || framework === 'litestar';

/** A text, number, list or the like that a client gives: nothing injected, no header, no object of the framework. */
export function isFromClient(
  { annotation, default: given, name }: Parameter,
  { text, types }: FileOfParameter,
): boolean {
  if (name === 'self' || name === 'cls' || name === 'request' || name === 'response') return false;
  if (given?.kind === 'Call' && !FROM_CLIENT.test(nameOfPlace(given.func) ?? '')) return false;
  if (annotation === undefined) return true;
  const written = text.slice(annotation);
  if (/\b(?:Depends|Security|Header|Cookie|Inject\w*|Dep)\b|Dep\b/.test(written)) return false;
  const cls = types.annotatedClass(annotation) ?? '';
  return !FRAMEWORK_CLASS.test(cls) && isPlainClass(cls, written);
}

/** Texts, numbers and the like; a body that is not read has a class of its own. */
const isPlainClass = (cls: string, text: string): boolean =>
  cls.startsWith('builtins.') || /^(?:Optional\[)?["']?(?:str|int|float|bool|List|list|Dict|dict|Literal)\b/.test(text);

type FileOfParameter = Pick<SemanticModel, 'types'> & { readonly text: SourceText };

/** What a client may fill; other defaults that are calls are injected. */
const FROM_CLIENT = /^(?:Query|Body|Path|Form|File)$/;
const FRAMEWORK_CLASS = /(?:Request|Response|BackgroundTasks|WebSocket|SecurityScopes|HTTPConnection|Depends)$/;

/** `{order_id}`, `<int:order_id>`. */
export const isInPath = (name: string, path: string): boolean =>
  [...path.matchAll(/[{<:](\w+)/g)].some((match) => match[1] === name);
