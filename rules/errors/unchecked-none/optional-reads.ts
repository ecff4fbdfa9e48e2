/** Attributes of objects of libraries that may be `None`, and of which something is read all the same. */
import { dottedName, nodesOf } from '#ast';
import type { DoubtId } from '#findings';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isAboutDiscord } from '#kit/calls';
import { DISCORD_OPTIONAL, type EmptyResult } from '#knowledge/optional-results';
import { unguardedReadOf } from './unguarded-uses.ts';

export interface OptionalRead extends EmptyResult {
  readonly kind: 'library';
  readonly callee: string;
  readonly says: string;
  readonly place: PackedPlace;
  readonly within: string;
  readonly doubt: DoubtId;
}

/** `ctx.author.voice.channel`, `channel.category.overwrites` */
export function optionalReadsIn(file: FactsContext): readonly OptionalRead[] {
  if (!isAboutDiscord(file)) return [];
  return nodesOf(file.module, 'Attribute').flatMap((read): OptionalRead[] => {
    const written = read.parent?.kind === 'Attribute' ? (dottedName(read) ?? '') : '';
    const when = DISCORD_OPTIONAL.find(([names]) => names.test(written))?.[1];
    const use = when === undefined ? undefined : unguardedReadOf(read, file);
    if (when === undefined || use === undefined || file.flow.isUnreachable(read)) return [];
    const fact = { callee: read.attr, within: file.names.qualnameOf(read), place: packPlace(file, use.node) };
    return [{ kind: 'library', when, source: 'other', says: use.says, ...fact, doubt: 'value-always-present' }];
  });
}
