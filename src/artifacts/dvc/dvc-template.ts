import { fillShellTemplate, type HoleSigns } from '../yaml/shell-template.ts';
import type { DvcCommand } from './dvc-file.ts';

export const DVC_HOLE: HoleSigns = { open: '${', close: '}' };

/**
 * A command with its holes filled from params.yaml, `vars` and loops; `lookUp` gets `train.epochs`, `item`, `item.rate`,
 * `layers[0]`. Holes that it does not know stay.
 */
export function fillDvcCommand(command: DvcCommand, lookUp: (expression: string) => string | undefined): DvcCommand {
  return { ...fillShellTemplate(command, DVC_HOLE, lookUp), span: command.span };
}
