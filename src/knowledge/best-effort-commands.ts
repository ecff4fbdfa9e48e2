/**
 * Programs whose failure changes nothing: they clear a screen, open a window, notify someone, or stop and remove what may not be there.
 * Source: the manual pages of util-linux, procps, coreutils and xdg-utils, and Microsoft's reference of the Windows commands, as of 2026-11.
 */
import { words } from './words.ts';

export const BEST_EFFORT_COMMANDS: ReadonlySet<string> = new Set(
  words(`
    clear cls reset tput stty title color mode pause echo printf chcp
    open xdg-open start explorer sensible-browser notify-send osascript say aplay paplay afplay beep
    kill pkill killall taskkill rm del rmdir fuser umount
    true sleep ls dir
  `),
);
