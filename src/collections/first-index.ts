/**
 * The index of the first element that a condition holds of, where it holds of all behind it too; the length where of none. Halves what
 * is left, so it is for lists of which each element is asked for in turn.
 */
export function firstIndex<Element>(elements: readonly Element[], holds: (element: Element) => boolean): number {
  let low = 0;
  for (let high = elements.length; low < high; ) {
    const middle = (low + high) >> 1;
    const element = elements[middle];
    if (element !== undefined && !holds(element)) low = middle + 1;
    else high = middle;
  }
  return low;
}
