/** How documents write lines of a file, and what they put between several. */

/** Before a number: `line 10`, `Zeilen 10–20`, `L10`. */
export const LINE_WORDS: ReadonlySet<string> = new Set(
  'line lines l ll ln lns linea lineas líneas línea zeile zeilen z ligne lignes linha linhas строка строки строке строках стр satır lín 行 行号 行號 行数 줄 라인 wiersz'.split(
    ' ',
  ),
);

/** Between a line and its file: `line 10 of a.py`. */
export const OF_WORDS: ReadonlySet<string> = new Set(
  'of in from at inside within de del en der in dans du em do no в файла файле из'.split(' '),
);

/** Between numbers of a list. */
export const AND_WORDS: ReadonlySet<string> = new Set('and y und et e и or'.split(' '));
