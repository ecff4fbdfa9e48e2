/** How documents write lines of a file, and what they put between several. */
import { wordSet } from './phrases.ts';

/** Before a number: `line 10`, `Zeilen 10–20`, `L10`. */
export const LINE_WORDS = wordSet(`
  line lines l ll ln lns linea lineas líneas línea zeile zeilen z ligne lignes linha linhas строка строки строке строках стр satır lín 行 行号 行號 行数 줄 라인 wiersz
`);

/** Between a line and its file: `line 10 of a.py`. */
export const OF_WORDS = wordSet(`
  of in from at inside within de del en der in dans du em do no в файла файле из
`);

/** Between numbers of a list. */
export const AND_WORDS = wordSet('and y und et e и or');
