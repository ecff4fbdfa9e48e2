import type { MembersSet } from '#kit/names';
import type { ProjectModel, Target } from '#project';

/** Whether production code puts something else in the place of what is called: through its module or class, or on some object. */
export function replacementOf(
  target: Target,
  set: MembersSet,
  project: ProjectModel,
): 'proven' | 'guessed' | undefined {
  if (target.kind !== 'function' && target.kind !== 'class') return undefined;
  const { qualifiedName } = target.kind === 'class' ? target.class : target.function;
  const end = qualifiedName.lastIndexOf('.');
  const member = qualifiedName.slice(end + 1);
  const owner = target.kind === 'function' ? target.owner : undefined;
  const holders =
    owner === undefined
      ? [target.module.path, qualifiedName.slice(0, end)]
      : [owner, ...project.derivedFrom(owner)]
          .map((each) => each.class.qualifiedName)
          .concat(qualifiedName.slice(0, end));
  if (holders.some((holder) => set.find(holder, member) === 'set')) return 'proven';
  const mayBe = set.isSetOnSomething(member) || holders.some((holder) => set.find(holder, member) === 'computed');
  return mayBe ? 'guessed' : undefined;
}
