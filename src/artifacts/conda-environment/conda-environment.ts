import type { Located, SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { itemsOf, textAt, textOf, textsAt, valueAt } from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';

/** An environment of conda. Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html */
export interface CondaEnvironment {
  readonly name: Located<string> | undefined;
  readonly channels: readonly Located<string>[];
  readonly packages: readonly Located<CondaPackage>[];
  /** Lines as in a requirements file. */
  readonly pip: readonly Located<string>[];
}

export interface CondaPackage {
  readonly channel: string | undefined;
  /** In lower case. */
  readonly name: string;
  /** As written, with its sign (`=1.2` fits 1.2.3, `==1.2` does not); empty for any. */
  readonly version: string;
  readonly build: string | undefined;
}

export function readCondaEnvironment(text: SourceText): Reading<CondaEnvironment> {
  return readingOf(readYaml(text), ([root]) => {
    const dependencies = valueAt(root, 'dependencies');
    if (dependencies?.kind !== 'list') return undefined;
    return {
      name: textAt(root, 'name'),
      channels: textsAt(root, 'channels'),
      packages: dependencies.items.flatMap((item) => {
        const spec = textOf(item);
        const value = spec && parsePackage(spec.value);
        return value === undefined ? [] : { value, span: spec?.span ?? item.span };
      }),
      pip: itemsOf(dependencies).flatMap((item) => textsAt(item, 'pip')),
    };
  });
}

/** `channel::name=1.2=build`, `name>=1,<2`, `name 1.2.*`. */
function parsePackage(spec: string): CondaPackage | undefined {
  const match = /^(?:([^\s:]+)::)?([A-Za-z0-9_][\w.-]*)\s*(\S.*)?$/.exec(spec.slice(0, 300).trim());
  if (match === null) return undefined;
  const [, channel, name = '', rest = ''] = match;
  const exact = /^(==?)\s*([^=\s,<>!|]+)(?:[=\s]([^=\s]+))?$/.exec(rest);
  const version = exact === null ? rest.replace(/\s+/g, '') : `${exact[1]}${exact[2]}`;
  // A version behind a space alone means the same as behind `==`.
  const signed = /^\d/.test(version) ? `==${version}` : version;
  return { channel, name: name.toLowerCase(), version: signed, build: exact?.[3] };
}
