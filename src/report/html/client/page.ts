/** The script of the audit's page: bundled by `npm run generate` into the page. Without it all is there to be read. */
import { startFilters } from './filters.ts';
import { startKeyboard } from './keyboard.ts';
import { startPrinting } from './printing.ts';
import { startTheme } from './theme.ts';

startTheme();
startPrinting();
const list = startFilters();
if (list !== undefined) startKeyboard(list);
