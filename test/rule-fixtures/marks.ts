/** What the comments of a fixture promise. The comments are taken out before a rule sees the file: they must not count as the author's own. */

/** `# expect: rule-name P1 "part of the message"`, resolved to the line it speaks of. */
export interface ExpectedFinding {
  readonly path: string;
  readonly cell?: number;
  readonly line: number;
  readonly rule: string;
  readonly severity?: string;
  readonly messagePart?: string;
}

/** `# ok: why`: a look-alike on which any finding is a false alarm. */
export interface InnocentLine {
  readonly path: string;
  readonly cell?: number;
  readonly line: number;
  readonly why: string;
}

export interface MarkedText {
  /** The text with all marks removed; lines and columns of what remains are unchanged. */
  readonly text: string;
  readonly expected: readonly ExpectedFinding[];
  readonly innocent: readonly InnocentLine[];
}

const MARK =
  /[ \t]*(?:#|\/\/|<!--)[ \t]*(?:expect(?:\[(?<offset>[+-]\d+)\])?:(?<expectations>.*?)|ok:(?<why>.*?))(?:-->)?[ \t]*$/;
const EXPECTATION = /^(?<rule>[a-z][a-z0-9-]*)(?:[ \t]+(?<severity>P[0-3]))?(?:[ \t]+"(?<part>[^"]*)")?(?:;|$)[ \t]*/;

/** Reads and removes the marks of one file. Throws with the place when a mark cannot be read. */
export function readMarks(path: string, text: string): MarkedText {
  return path.endsWith('.ipynb') ? readNotebookMarks(path, text) : readLineMarks(path, text);
}

function readLineMarks(path: string, text: string, cell?: number): MarkedText {
  const expected: ExpectedFinding[] = [];
  const innocent: InnocentLine[] = [];
  const where = { path, ...(cell !== undefined && { cell }) };
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/).map((whole, index) => {
    const ending = /[\r\n]*$/.exec(whole)?.[0] ?? '';
    const line = whole.slice(0, whole.length - ending.length);
    const match = MARK.exec(line);
    if (match?.groups === undefined) return whole;
    const { offset = '0', expectations, why } = match.groups;
    if (why !== undefined) innocent.push({ ...where, line: index + 1, why: why.trim() });
    for (const expectation of parseExpectations(expectations?.trim() ?? '', `${path}:${index + 1}`)) {
      expected.push({ ...where, line: index + 1 + Number(offset), ...expectation });
    }
    return line.slice(0, match.index) + ending;
  });
  return { text: lines.join(''), expected, innocent };
}

function parseExpectations(list: string, place: string): Pick<ExpectedFinding, 'rule' | 'severity' | 'messagePart'>[] {
  const found: Pick<ExpectedFinding, 'rule' | 'severity' | 'messagePart'>[] = [];
  for (let rest = list; rest !== ''; ) {
    const match = EXPECTATION.exec(rest);
    if (match?.groups === undefined) {
      throw new Error(
        `${place}: cannot read the mark at "${rest}"; write  expect: rule-name P1 "part of the message"; …`,
      );
    }
    const { rule = '', severity, part } = match.groups;
    found.push({ rule, ...(severity !== undefined && { severity }), ...(part !== undefined && { messagePart: part }) });
    rest = rest.slice(match[0].length);
  }
  return found;
}

// Cells are numbered from 1, as in locations.
function readNotebookMarks(path: string, text: string): MarkedText {
  const notebook = JSON.parse(text) as { cells: { source: string | string[] }[] };
  const marked = notebook.cells.map(({ source }, index) => readLineMarks(path, [source].flat().join(''), index + 1));
  const cells = notebook.cells.map((cell, index) => ({ ...cell, source: marked[index]?.text ?? '' }));
  return {
    text: JSON.stringify({ ...notebook, cells }),
    expected: marked.flatMap((cell) => cell.expected),
    innocent: marked.flatMap((cell) => cell.innocent),
  };
}
