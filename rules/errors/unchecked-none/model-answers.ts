/** The text of a language model's answer, which is `None` where it calls a tool or refuses. */
import { type Expression, lastName, nodesOf } from '#ast';
import type { DoubtId } from '#findings';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { EmptyResult } from '#knowledge/optional-results';
import { unguardedUseOf } from './unguarded-uses.ts';

export interface ContentFact extends EmptyResult {
  readonly kind: 'library';
  readonly says: string;
  readonly callee: 'content';
  readonly place: PackedPlace;
  readonly within: string;
  readonly doubt?: DoubtId;
}

/** `answer.choices[0].message.content` of OpenAI's client and of those that answer as it does. */
export function answersIn(file: FactsContext): readonly ContentFact[] {
  return nodesOf(file.module, 'Attribute').flatMap((read): ContentFact[] => {
    const message = read.attr === 'content' && read.ctx === 'Load' ? file.flow.whole(read.value) : undefined;
    if (message === undefined || !isFirstChoice(message)) return [];
    const use = unguardedUseOf(read, file);
    if (use === undefined || file.flow.isUnreachable(use.node)) return [];
    const hasTools = nodesOf(file.module, 'keyword').some(({ arg }) => arg === 'tools');
    const doubt = use.doubt ?? (hasTools ? undefined : 'value-always-present');
    return [
      {
        kind: 'library',
        ...{ callee: 'content', when: 'when the model calls a tool or refuses', source: 'other', says: use.says },
        place: packPlace(file, use.node),
        within: file.names.qualnameOf(read),
        ...(doubt !== undefined && { doubt }),
      },
    ];
  });
}

function isFirstChoice(message: Expression): boolean {
  const choice = message.kind === 'Attribute' && message.attr === 'message' ? message.value : undefined;
  return choice?.kind === 'Subscript' && lastName(choice.value) === 'choices';
}
