import { type Attribute, type Call, callKeyword, type Expression, lastName, withoutAwait } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { describeInput, storedTextIn, type TaintedValue, taintedValueIn } from '#kit/web';
import { ANY_SINK } from '#semantics/taint/sinks';

export default defineSourceRule({
  docs: {
    summary: 'CSV or formula injection: untrusted text becomes a cell of a spreadsheet',
    why: 'A text that begins with `=`, `+`, `-` or `@` is a formula for Excel, LibreOffice and Google Sheets. Opening the export runs it: it can send the other cells to an address of the attacker, or start a program.',
    remedy: "Put a `'` before texts that begin with `=`, `+`, `-`, `@`, a tab or a carriage return",
    harm: 'exposes',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1236],
    origin: [{ document: 'Field report 2', finding: 'export' }],
    bad: 'import csv\nimport io\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post("/feedback.csv")\ndef feedback():\n    out = io.StringIO()\n    csv.writer(out).writerow([request.form["name"], request.form["text"]])\n    return out.getvalue()\n',
    good: 'import csv\nimport io\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\ndef cell(text: str) -> str:\n    return "\'" + text if text.startswith(("=", "+", "-", "@", "\\t", "\\r")) else text\n\n\n@app.post("/feedback.csv")\ndef feedback():\n    out = io.StringIO()\n    csv.writer(out).writerow([cell(request.form["name"]), cell(request.form["text"])])\n    return out.getvalue()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  mentions: ['writerow', 'writerows', 'append', 'append_row', 'append_rows', 'cell', 'to_csv', 'to_excel'],
  visit: {
    Call(call, ctx) {
      const written = cellsWritten(call, ctx);
      if (written === undefined) return;
      for (const cell of written.cells.flatMap((each) => cellsIn(each, ctx))) {
        const text = textIn(cell, ctx);
        if (text === undefined) continue;
        ctx.report({
          at: cell,
          message: `formula injection: ${text.described} is written to a cell of ${written.what} as it is`,
          cause: `${ctx.path} ${ctx.context.defAround(call)?.name ?? ''}`,
          ...text.given,
        });
        if (text.given.when === undefined) return;
      }
    },
  },
});

interface Written {
  readonly what: string;
  readonly cells: readonly Expression[];
}

/** `csv.writer(file).writerow(row)`, `sheet.append(row)`, `sheet.cell(1, 2, value=text)`, `DataFrame(rows).to_csv()`. */
function cellsWritten(call: Call, ctx: SourceContext): Written | undefined {
  const { func, args } = call;
  if (func.kind !== 'Attribute') return undefined;
  const { attr, value } = func;
  switch (attr) {
    case 'writerow':
    case 'writerows':
      return WRITERS.test(makerOf(value, ctx) ?? '') ? { what: CSV, cells: args } : undefined;
    case 'append':
      return isSheet(value, ctx) ? { what: SHEET, cells: args } : undefined;
    case 'cell': {
      const given = callKeyword(call, 'value')?.value ?? args[2];
      return given !== undefined && isSheet(value, ctx) ? { what: SHEET, cells: [given] } : undefined;
    }
    case 'append_row':
    case 'append_rows':
      return doesImport('gspread', ctx) ? { what: SHEET, cells: args } : undefined;
    case 'to_csv':
    case 'to_excel': {
      const frame = ctx.flow.whole(value);
      if (frame.kind !== 'Call' || !FRAME.test(ctx.names.qualifiedName(frame.func) ?? '')) return undefined;
      const data = callKeyword(frame, 'data')?.value ?? frame.args[0];
      return { what: attr === 'to_csv' ? CSV : SHEET, cells: data === undefined ? [] : [data] };
    }
    default:
      return undefined;
  }
}

const CSV = 'a CSV file';
const SHEET = 'a spreadsheet';
const WRITERS = /^csv\.(?:writer|DictWriter)$/;
const FRAME = /^pandas\.(?:\w+\.)*DataFrame$/;

/** The function that gave the object. */
function makerOf(value: Expression, { flow, names }: SourceContext): string | undefined {
  const made = flow.whole(withoutAwait(value));
  return made.kind === 'Call' ? names.qualifiedName(made.func) : undefined;
}

const doesImport = (library: string, { names }: SourceContext): boolean =>
  names.imports.some(({ module }) => module.split('.', 1)[0] === library);

/** `book.active`, `book.create_sheet()`, `book["Orders"]` of openpyxl, or declared to be one. */
function isSheet(value: Expression, ctx: SourceContext): boolean {
  if (!doesImport('openpyxl', ctx)) return false;
  if (/^openpyxl\..*Worksheet$/.test(ctx.types.classOf(value) ?? '')) return true;
  return ctx.flow.origins(value).some((from) => {
    if (from.kind === 'Attribute') return from.attr === 'active';
    if (from.kind !== 'Call') return false;
    return lastName(from.func) === 'create_sheet' || BOOKS.test(ctx.names.qualifiedName(from.func) ?? '');
  });
}

const BOOKS = /^openpyxl\.(?:\w+\.)*(?:Workbook|load_workbook)$/;

/** The cells of a row, or of rows, that are written down: what a function makes of a text is another text. */
function cellsIn(row: Expression, ctx: SourceContext): readonly Expression[] {
  const cells: Expression[] = [];
  const open = [row];
  for (const each of open) {
    const at = each.kind === 'Name' ? ctx.flow.whole(each) : each;
    if (open.length > MAX_CELLS) break;
    const parts = partsOf(at, ctx);
    if (parts !== undefined) open.push(...parts);
    else if (at.kind === 'Attribute' || at.kind === 'Subscript' || at.kind === 'Name' || isRead(at)) cells.push(at);
  }
  return cells;
}

/** The cells of rows, and that with which a text begins. */
function partsOf(at: Expression, { values }: SourceContext): readonly Expression[] | undefined {
  switch (at.kind) {
    case 'List':
    case 'Tuple':
      return at.elts;
    case 'Dict':
    case 'BoolOp':
      return at.values;
    case 'ListComp':
    case 'GeneratorExp':
      return [at.elt];
    case 'IfExp':
      return [at.body, at.orelse];
    case 'JoinedStr':
      return at.values.slice(0, 1);
    case 'FormattedValue':
      return at.conversion === -1 && at.format_spec === undefined ? [at.value] : [];
    case 'BinOp':
      return at.op === 'Add' ? [values.string(at.left) === '' ? at.right : at.left] : [];
    case 'Call':
      if (at.func.kind === 'Name') return at.func.id === 'str' ? at.args.slice(0, 1) : undefined;
      return at.func.kind === 'Attribute' && KEEPING.has(at.func.attr) ? [at.func.value] : undefined;
    default:
      return undefined;
  }
}

/** Methods of `str` that keep the first character, or bring one of its own to the front. */
const KEEPING: ReadonlySet<string> = new Set(
  'strip lstrip rstrip lower upper title capitalize casefold swapcase expandtabs'.split(' '),
);

const MAX_CELLS = 200;

/** `request.form.get("name")`, `row.get("name", "")`. */
const isRead = (value: Expression): boolean =>
  value.kind === 'Call' && value.func.kind === 'Attribute' && value.func.attr === 'get';

function textIn(cell: Expression, ctx: SourceContext): Pick<TaintedValue, 'described' | 'given'> | undefined {
  const sent = taintedValueIn(cell, ctx, ANY_SINK, new Set(['request', 'bot']));
  if (sent !== undefined && sent.given.when === undefined && sent.given.doubt !== 'input-validated') return sent;
  return cell.kind === 'Attribute' ? columnIn(cell, ctx) : undefined;
}

/** `ticket.subject` of a row that is looked up, or that a loop goes over: someone may have written it. */
function columnIn(cell: Attribute, ctx: SourceContext): Pick<TaintedValue, 'described' | 'given'> | undefined {
  const described = describeInput('database', `\`${ctx.text.slice(cell)}\``);
  const stored = storedTextIn(cell, ctx, ANY_SINK);
  if (stored !== undefined) return { described, given: stored.given };
  if (ctx.types.pathOf(cell.value)?.endsWith('()') !== true) return undefined;
  const question = { kind: 'stores-untrusted-input', field: cell.attr } as const;
  const yes = { doubt: 'unknown-source-trust' } as const;
  return { described, given: { when: { question, yes, no: 'drop', unknown: 'drop' } } };
}
