import { memoize } from '../collections/index.ts';
import type { SemanticModel } from './model.ts';

/** Asks once per file and keeps the answer with its source: each rule has a context of its own around the one model. */
export function memoizeByFile<Model extends Pick<SemanticModel, 'source'>, Answer>(
  answer: (model: Model) => Answer,
): (model: Model) => Answer {
  const kept = memoize((_: SemanticModel['source']): { answer?: Answer } => ({}));
  return (model) => {
    const ofFile = kept(model.source);
    if (!('answer' in ofFile)) ofFile.answer = answer(model);
    return ofFile.answer as Answer;
  };
}

/** As `memoizeByFile`, of each thing in a file: a node, a block, a state. */
export function memoizeInFile<About, Model extends Pick<SemanticModel, 'source'>, Answer>(
  answer: (about: About, model: Model) => Answer,
): (about: About, model: Model) => Answer {
  const kept = memoize((_: SemanticModel['source']) => new Map<About, Answer>());
  return (about, model) => {
    const answers = kept(model.source);
    const known = answers.get(about);
    if (known !== undefined || answers.has(about)) return known as Answer;
    const found = answer(about, model);
    answers.set(about, found);
    return found;
  };
}
