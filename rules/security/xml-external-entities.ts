import { type Call, callKeyword, type Expression, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, type SourceContext } from '#kit';
import { type TaintedValue, taintedValueIn } from '#kit/web';
import { UNTRUSTED } from '#semantics/taint/flows';
import { ANY_SINK } from '#semantics/taint/sinks';

const PARSERS = /^lxml\.etree\.(?:XMLParser|ETCompatXMLParser|iterparse|XMLPullParser)$/;
const FEATURES = /external[-_](?:general[-_]entities|parameter[-_]entities|ges|pes)$/;
const READS = /^(?:fromstring|parseString|fromstringlist|parse|XML|feed)$/;

export default defineSourceRule({
  docs: {
    summary: 'XXE: XML parser that resolves external entities',
    why: 'The document can include files and URLs. Its author can read files on the server and reach hosts that only the server can reach.',
    remedy: 'Disable entities (`etree.XMLParser(resolve_entities=False)`), or parse with `defusedxml`',
    harm: 'exposes',
    severity: {
      'XML of unknown origin': 'P2',
      'untrusted XML': 'P1',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [611],
    origin: [{ document: 'Field report 2', finding: 'XML with external entities' }],
    bad: 'from flask import Flask, request\nfrom lxml import etree\n\napp = Flask(__name__)\n\n\n@app.post("/orders")\ndef orders():\n    parser = etree.XMLParser(resolve_entities=True)\n    return etree.fromstring(request.data, parser).findtext("id")\n',
    good: 'from flask import Flask, request\nfrom lxml import etree\n\napp = Flask(__name__)\n\n\n@app.post("/orders")\ndef orders():\n    parser = etree.XMLParser(resolve_entities=False)\n    return etree.fromstring(request.data, parser).findtext("id")\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['resolve_entities', 'setFeature'],
  visit: {
    Call(call, ctx) {
      const parser = takesEntitiesIn(call, ctx);
      if (parser === undefined) return;
      const read = readBy(parser, ctx).find(({ text }) => text !== undefined);
      const { text } = read ?? {};
      ctx.report({
        at: call.func,
        message: `XXE: the parser resolves external entities${text === undefined ? '' : ` in ${text.described}`}`,
        related:
          read === undefined || text === undefined
            ? []
            : [
                { at: read.call.func, message: 'it is parsed here' },
                { at: text.leaf, message: 'the document comes from here' },
              ],
        ...gradeOf(text),
      });
    },
  },
});

const UNSEEN = { kind: 'XML of unknown origin', doubt: 'unknown-source-trust' } as const;

/** The parser is what is wrong; whose XML it parses says how bad it is. */
function gradeOf(text: TaintedValue | undefined): Pick<Problem, 'kind' | 'doubt' | 'when'> {
  if (text === undefined) return UNSEEN;
  const { when, ...given } = text.given;
  return { kind: 'untrusted XML', ...given, ...(when !== undefined && { when: { ...when, no: UNSEEN } }) };
}

/** `XMLParser(resolve_entities=True)`, `parser.setFeature(feature_external_ges, True)`: the parser. */
function takesEntitiesIn(call: Call, ctx: SourceContext): Expression | undefined {
  if (PARSERS.test(ctx.types.calleeName(call.func) ?? ''))
    return isOn(callKeyword(call, 'resolve_entities')?.value, ctx) ? call : undefined;
  const [feature, value] = call.args;
  if (call.func.kind !== 'Attribute' || call.func.attr !== 'setFeature' || feature === undefined) return undefined;
  const name = ctx.values.string(feature) ?? lastName(feature) ?? '';
  return FEATURES.test(name) && isOn(value, ctx) ? call.func.value : undefined;
}

function isOn(value: Expression | undefined, { values }: SourceContext): boolean {
  const folded = value === undefined ? undefined : values.fold(value);
  return (folded?.kind === 'bool' && folded.value) || (folded?.kind === 'int' && Number(folded.value) !== 0);
}

/** What is parsed with it in this file: `etree.fromstring(text, parser)`, `parser.parse(text)`. */
function readBy(parser: Expression, ctx: SourceContext): { call: Call; text: TaintedValue | undefined }[] {
  if (parser.kind === 'Call' && lastName(parser.func) === 'iterparse') return [readIn(parser, ctx)];
  const target = parser.kind === 'Call' && parser.parent?.kind === 'Assign' ? parser.parent.targets[0] : parser;
  const named = target?.kind === 'Name' ? (ctx.names.resolve(target)?.references ?? []) : [];
  return [parser, ...named].flatMap(({ parent }) => {
    const holder = parent?.kind === 'keyword' || parent?.kind === 'Attribute' ? parent.parent : parent;
    return holder?.kind === 'Call' && READS.test(lastName(holder.func) ?? '') ? [readIn(holder, ctx)] : [];
  });
}

const readIn = (call: Call, ctx: SourceContext) => ({
  call,
  text: call.args[0] && taintedValueIn(call.args[0], ctx, ANY_SINK, UNTRUSTED),
});
