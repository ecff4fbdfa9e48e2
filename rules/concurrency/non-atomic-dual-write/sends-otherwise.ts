import { defineQuestion } from '#kit';
import { CELERY_CLASSES, JOB_SENDERS } from '#knowledge/message-queues';
import { type Answer, type LocatedClass, NO, type ProjectModel, whenReached } from '#project';
import { isProduction } from '#project/production';

/** Does an application or a task of production code send jobs by a method of the project? */
export const sendsOtherwise = defineQuestion<null>(
  'sends-otherwise',
  () => 'an application or a task of Celery has its own way to send jobs',
  (_, project) => ownSender(project),
);

/** By itself, or by a class of the project that is above it too. */
function ownSender(project: ProjectModel): Answer {
  const has = ({ class: owner }: LocatedClass): boolean => owner.methods.some((name) => JOB_SENDERS.has(name));
  for (const module of project.modules.filter(isProduction)) {
    for (const owner of module.classes) {
      const line = owner.bases.length === 0 ? [] : project.lineOf({ module, class: owner });
      if (!line.some((each) => typeof each === 'string' && CELERY_CLASSES.includes(each))) continue;
      const found = line.find((each): each is LocatedClass => typeof each !== 'string' && has(each));
      if (found === undefined) continue;
      const message = `\`${found.class.qualifiedName.split('.').at(-1)}\` has it of its own`;
      return whenReached({ path: found.module.path, ...found.class.place, message });
    }
  }
  return NO;
}
