import { type Located, mapPlain, type SourceText } from '../../text/index.ts';
import { type TomlNode, tomlAt, tomlEntries, tomlItems, tomlText } from '../../text/toml/toml-node.ts';
import type { Reading } from '../reading.ts';
import { readShell } from '../shell/index.ts';
import { readTomlFile } from '../toml/read-toml.ts';
import type { PlatformFile, PlatformProcess } from './platform-file.ts';

/** https://fly.io/docs/reference/configuration/ */
export const readFlyToml = (text: SourceText): Reading<PlatformFile> =>
  readTomlFile(text, (root) => ({
    processes: [
      ...tomlEntries(tomlAt(root, 'processes')).flatMap(({ key, value }) => processOf(key, value, true)),
      ...tomlEntries(tomlAt(root, 'deploy')).flatMap(({ key, value }) =>
        key.value === 'release_command' ? processOf(key, value, false) : [],
      ),
    ],
    ports: [tomlAt(root, 'http_service'), ...tomlItems(tomlAt(root, 'services'))].flatMap((service) =>
      portOf(tomlAt(service, 'internal_port')),
    ),
    variables: tomlEntries(tomlAt(root, 'env')).map(({ key, value }) => {
      const text = tomlText(value);
      return { name: key, ...(text !== undefined && { value: text }) };
    }),
    volumes: listed(tomlAt(root, 'mounts')).flatMap((mount) => tomlText(tomlAt(mount, 'destination')) ?? []),
    isPublic: tomlAt(root, 'http_service') !== undefined || tomlAt(root, 'services') !== undefined,
  }));

/** `[mounts]` once, or `[[mounts]]`. */
const listed = (node: TomlNode | undefined): readonly (TomlNode | undefined)[] =>
  node?.kind === 'list' ? node.items : [node];

const portOf = (node: TomlNode | undefined): readonly Located<number>[] =>
  node?.kind === 'scalar' && typeof node.value === 'number' ? [{ value: node.value, span: node.span }] : [];

function processOf(name: Located<string>, node: TomlNode, isService: boolean): readonly PlatformProcess[] {
  const command = tomlText(node);
  return command === undefined
    ? []
    : [{ name, script: readShell(mapPlain(command.value, command.span.start)), isService }];
}
