import { mapPlain, type SourceText } from '../../text/index.ts';
import { tomlAt, tomlTexts } from '../../text/toml/toml-node.ts';
import type { Reading } from '../reading.ts';
import { readShell } from '../shell/index.ts';
import { readTomlFile } from '../toml/read-toml.ts';
import { itemsOf, valueAt } from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { PlatformFile, PlatformProcess } from './platform-file.ts';

type Command = Omit<PlatformProcess, 'isService'>;

/** `railway.json` and `railway.toml` have the same keys: https://docs.railway.com/reference/config-as-code. */
export function readRailway(text: SourceText, path: string): Reading<PlatformFile> {
  if (!path.endsWith('.toml'))
    return readingOf(readYaml(text), ([root]) =>
      platformOf((section, key) => {
        const node = valueAt(root, section, key);
        return [node, ...itemsOf(node)].flatMap((each): Command[] =>
          each?.kind === 'scalar'
            ? [{ name: { value: each.content, span: each.span }, script: readShell(mappedText(each)) }]
            : [],
        );
      }),
    );
  return readTomlFile(text, (root) =>
    platformOf((section, key) =>
      tomlTexts(tomlAt(root, section, key)).map((name) => ({
        name,
        script: readShell(mapPlain(name.value, name.span.start)),
      })),
    ),
  );
}

function platformOf(commandsOf: (section: string, key: string) => readonly Command[]): PlatformFile {
  const processes = COMMANDS.flatMap(([section, key, isService]) =>
    commandsOf(section, key).map((command) => ({ ...command, isService })),
  );
  return { processes, ports: [], variables: [], volumes: [], isPublic: false };
}

const COMMANDS = [
  ['deploy', 'startCommand', true],
  ['build', 'buildCommand', false],
  ['deploy', 'preDeployCommand', false],
] as const;
