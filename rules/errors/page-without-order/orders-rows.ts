import { defineQuestion } from '#kit';
import { type Answer, type LocatedClass, NO, type ProjectModel, UNKNOWN, whenReached } from '#project';
import { classKnownAs } from '#project/known-as';

/** Do rows of this class come in an order that the class gives them, where nobody asks for one? Unknown where not all above it is seen. */
export const ordersRows = defineQuestion<{ readonly class: string }>(
  'orders-rows',
  (about) => `\`${about.class}\` gives its rows an order`,
  (about, project) => {
    const found = classKnownAs(about.class, project);
    return found === undefined ? UNKNOWN : orderOf(found, project);
  },
);

/** By its own `Meta`, or one that it inherits. */
function orderOf(owner: LocatedClass, project: ProjectModel): Answer {
  const line = project.lineOf(owner);
  const known = line.flatMap((each) => (typeof each === 'string' ? [] : [each]));
  const ordering = known.find(({ class: each }) => each.ordersRows === true);
  if (ordering !== undefined) {
    const message = `\`${ordering.class.qualifiedName.split('.').at(-1)}\` gives its rows an order`;
    return whenReached({ path: ordering.module.path, ...ordering.class.place, message });
  }
  const isSeen = line.every((each) =>
    typeof each === 'string' ? ORDERLESS.test(each) : each.class.ordersRows === undefined,
  );
  return isSeen ? NO : UNKNOWN;
}

/** Classes of libraries that give no order. */
const ORDERLESS = /^(?:django\.db\.models(?:\.base)?\.Model|tortoise(?:\.models)?\.Model|builtins\.object)$/;
