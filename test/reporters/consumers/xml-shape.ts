import type { XmlElement } from './python.ts';

/** What an XML schema says of an element: attributes with what their values match, and the elements it may hold. */
export interface Shape {
  readonly required: Readonly<Record<string, RegExp>>;
  readonly optional?: Readonly<Record<string, RegExp>>;
  readonly children?: readonly string[];
  /** Whether text may be in it. */
  readonly isMixed?: true;
}

/** Everything in a document that its schema does not allow. */
export function shapeErrors(root: XmlElement, shapes: Readonly<Record<string, Shape>>, path = ''): string[] {
  const at = `${path}/${root.name}`;
  const shape = shapes[root.name];
  if (shape === undefined) return [`${at} is unknown`];
  const known = { ...shape.required, ...shape.optional };
  return [
    ...Object.keys(shape.required)
      .filter((name) => !(name in root.attributes))
      .map((name) => `${at} has no ${name}`),
    ...Object.entries(root.attributes)
      .filter(([name, value]) => known[name]?.test(value) !== true)
      .map(([name, value]) => `${at} has ${name}=${JSON.stringify(value)}`),
    ...(shape.isMixed !== true && root.text.trim() !== '' ? [`${at} holds text`] : []),
    ...root.children.flatMap((child) =>
      shape.children?.includes(child.name) === true
        ? shapeErrors(child, shapes, at)
        : [`${at} may not hold ${child.name}`],
    ),
  ];
}
