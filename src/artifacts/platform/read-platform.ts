import type { SourceText } from '../../text/index.ts';
import type { Reading } from '../reading.ts';
import { readFlyToml } from './fly-toml.ts';
import type { PlatformFile } from './platform-file.ts';
import { readProcfile } from './procfile.ts';
import { readRailway } from './railway.ts';
import { readRenderYaml } from './render-yaml.ts';
import { readSystemdUnit } from './systemd-unit.ts';

/** Reads whatever discovery took for one, by its name. */
export function readPlatform(text: SourceText, path: string): Reading<PlatformFile> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name.endsWith('.service')) return readSystemdUnit(text);
  if (name.startsWith('fly.')) return readFlyToml(text);
  if (name.startsWith('render.')) return readRenderYaml(text);
  return name.startsWith('railway.') ? readRailway(text, path) : readProcfile(text);
}
