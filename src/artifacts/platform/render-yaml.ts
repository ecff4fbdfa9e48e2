import type { SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { readShell } from '../shell/index.ts';
import { itemsOf, textAt, valueAt } from '../yaml/queries.ts';
import { readingOf, readYaml } from '../yaml/read-yaml.ts';
import { mappedText } from '../yaml/scalar-text.ts';
import type { YamlNode } from '../yaml/yaml-node.ts';
import type { PlatformFile, PlatformProcess, PlatformVariable } from './platform-file.ts';

/** https://render.com/docs/blueprint-spec */
export const readRenderYaml = (text: SourceText): Reading<PlatformFile> =>
  readingOf(readYaml(text), ([root]) => {
    const services = itemsOf(valueAt(root, 'services'));
    if (services.length === 0) return undefined;
    return {
      processes: services.flatMap(processesOf),
      ports: [],
      variables: [...services, ...itemsOf(valueAt(root, 'envVarGroups'))].flatMap((each) =>
        itemsOf(valueAt(each, 'envVars')).flatMap(variableOf),
      ),
      volumes: services.flatMap((service) => textAt(service, 'disk', 'mountPath') ?? []),
      isPublic: services.some((service) => textAt(service, 'type')?.value === 'web'),
    };
  });

function processesOf(service: YamlNode): readonly PlatformProcess[] {
  const folder = textAt(service, 'rootDir')?.value;
  return COMMANDS.flatMap(([key, isService]): readonly PlatformProcess[] => {
    const command = valueAt(service, key);
    if (command?.kind !== 'scalar') return [];
    const name = textAt(service, 'name') ?? { value: key, span: command.span };
    return [{ name, script: readShell(mappedText(command)), isService, ...(folder !== undefined && { folder }) }];
  });
}

function variableOf(node: YamlNode): readonly PlatformVariable[] {
  const [name, value] = [textAt(node, 'key'), textAt(node, 'value')];
  return name === undefined ? [] : [{ name, ...(value !== undefined && { value }) }];
}

const COMMANDS = [
  ['startCommand', true],
  ['dockerCommand', true],
  ['buildCommand', false],
  ['preDeployCommand', false],
] as const;
