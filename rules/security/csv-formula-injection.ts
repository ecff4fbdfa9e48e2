import { type Attribute, type Call, type Expression, lastName, withoutAwait } from '#ast';
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
function cellsWritten({ func, args, keywords }: Call, ctx: SourceContext): Written | undefined {
  if (func.kind !== 'Attribute') return undefined;
  const { attr, value } = func;
  const made = makerOf(value, ctx);
  if (/^writerows?$/.test(attr)) return WRITERS.test(made) ? { what: 'a CSV file', cells: args } : undefined;
  if (attr === 'append' || attr === 'cell') {
    const isSheet =
      ctx.names.imports.some(({ module }) => module.startsWith('openpyxl')) &&
      /^(?:ws\w*|\w*sheet\w*)$/.test(lastName(value) ?? '');
    const cells =
      attr === 'append'
        ? args
        : [args[2], keywords.find(({ arg }) => arg === 'value')?.value].flatMap((each) => each ?? []);
    return isSheet ? { what: 'a spreadsheet', cells } : undefined;
  }
  if (/^append_rows?$/.test(attr))
    return ctx.names.imports.some(({ module }) => module.startsWith('gspread'))
      ? { what: 'a spreadsheet', cells: args }
      : undefined;
  if (attr !== 'to_csv' && attr !== 'to_excel') return undefined;
  const frame = ctx.flow.whole(value);
  return frame.kind === 'Call' && /^pandas\.(?:\w+\.)*DataFrame$/.test(ctx.names.qualifiedName(frame.func) ?? '')
    ? { what: attr === 'to_csv' ? 'a CSV file' : 'a spreadsheet', cells: frame.args.slice(0, 1) }
    : undefined;
}

const WRITERS = /^csv\.(?:writer|DictWriter)$/;

/** The function that gave the object. */
function makerOf(value: Expression, { flow, names }: SourceContext): string {
  const made = flow.whole(withoutAwait(value));
  return made.kind === 'Call' ? (names.qualifiedName(made.func) ?? '') : '';
}

/** The cells of a row, or of rows, that are written down: what a function makes of a text is another text. */
function cellsIn(row: Expression, { flow }: SourceContext): readonly Expression[] {
  const cells: Expression[] = [];
  const open = [row];
  for (const each of open) {
    const at = each.kind === 'Name' ? flow.whole(each) : each;
    if (open.length > MAX_CELLS) break;
    if (at.kind === 'List' || at.kind === 'Tuple') open.push(...at.elts);
    else if (at.kind === 'Dict') open.push(...at.values);
    else if (at.kind === 'ListComp' || at.kind === 'GeneratorExp') open.push(at.elt);
    else if (at.kind === 'BoolOp') open.push(...at.values);
    else if (at.kind === 'IfExp') open.push(at.body, at.orelse);
    else if (at.kind === 'Attribute' || at.kind === 'Subscript' || at.kind === 'Name' || isRead(at)) cells.push(at);
  }
  return cells;
}

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
