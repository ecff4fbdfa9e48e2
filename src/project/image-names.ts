/** Names of images, as those who build and those who run them write them. */

/** Without tag; `*` stands for what variables make before the last part. Undefined where they make that, too. */
export function imageName(written: string): string | undefined {
  const name = withDefault(written.trim()).replace(/(?:@[\s\S]*|:[^/:]*)$/, '');
  if (!name.includes('$')) return name.replace(/^localhost(?::\d+)?\//, '');
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.includes('$') || last === '' ? undefined : `*/${last}`;
}

/** The names of which a build may have given one to this image. */
export function namesOfBuilt(image: string): readonly string[] {
  const name = image.replace(/^(?:localhost(?::\d+)?|docker\.io\/library|docker\.io)\//, '');
  return [name, `*/${name.slice(name.lastIndexOf('/') + 1)}`];
}

/** `${NAME:-default}` as its default. */
export function withDefault(written: string): string {
  return written.replace(/\$\{[A-Za-z_]\w*:?-([^{}]*)\}/g, '$1');
}
