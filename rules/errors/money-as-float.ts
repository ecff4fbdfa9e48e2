import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { mappedTablesIn } from '#semantics/schema/mapped-tables';
import type { Span } from '#text';
import { listedCode } from '#text/wording';

export default defineSourceRule({
  docs: {
    summary: 'money stored as a floating-point number',
    why: 'Binary floating point has no exact 0.10. Sums and discounts drift by fractions of a cent, comparisons with `==` fail, and what is charged differs from what is shown.',
    remedy: 'Store `Numeric(12, 2)` and compute with `decimal.Decimal`, or store an integer number of minor units',
    harm: 'misleads',
    severity: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [681],
    origin: [{ document: 'Field report 2', finding: 'prices and amounts are Float columns' }],
    bad: 'from sqlalchemy import Column, Float, Integer\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\nclass Payment(Base):\n    __tablename__ = "payments"\n    id = Column(Integer, primary_key=True)\n    amount = Column(Float)\n',
    good: 'from sqlalchemy import Column, Integer, Numeric\nfrom sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\n\n\nclass Payment(Base):\n    __tablename__ = "payments"\n    id = Column(Integer, primary_key=True)\n    amount = Column(Numeric(12, 2))\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: ['Float', 'FLOAT', 'REAL', 'Double', 'DOUBLE', 'FloatField', 'float'],
  visit: {
    Module(_module, ctx) {
      for (const { row, columns } of mappedTablesIn(ctx)) {
        // The balance of someone; figures of a data set are features.
        const isOwned = columns.some(({ references }) => references !== undefined);
        const floats = columns.filter(
          ({ attribute, type }) =>
            FLOATS.test(type ?? '') && (MONEY.test(attribute) || (isOwned && /(?:^|_)balance$/.test(attribute))),
        );
        report(
          row,
          floats,
          columns.map(({ attribute }) => attribute),
          ctx,
        );
      }
    },
  },
});

const FLOATS = /^(?:Float|FLOAT|REAL|Double|DOUBLE|DOUBLE_PRECISION|float|FloatField)$/;
const MONEY =
  /^(?:[a-z]+_)*(?:price|amount|cost|fee|discount_amount|subtotal|grand_total|total_(?:price|amount|paid|due)|payment|refund)(?:_(?:usd|eur|rub|gbp|paid|due|total))?$/;
/** Prices of a market, which are measured and charted, and estimates. */
const MEASURED = /^(?:open|close|high|low|open_price|close_price|high_price|low_price|volume|ticker)$/;
const ESTIMATED = /estimate|predict|average|avg|mean|score|token|forecast|feature|min_|max_/;

function report(
  row: string,
  floats: readonly { readonly attribute: string; readonly place: Span }[],
  all: readonly string[],
  ctx: SourceContext,
): void {
  const charged = floats.filter(({ attribute }) => !ESTIMATED.test(attribute));
  const [first, ...others] = charged;
  if (first === undefined || all.some((name) => MEASURED.test(name))) return;
  const name = row.slice(row.lastIndexOf('.') + 1);
  ctx.report({
    at: first.place,
    message: `money as a float: ${listedCode(
      charged.map(({ attribute }) => `${name}.${attribute}`),
      4,
    )} ${others.length > 0 ? 'are floating-point columns' : 'is a floating-point column'}`,
    doubt: 'role-from-name',
    cause: `${ctx.path} money`,
    related: others.map(({ attribute, place }) => ({ at: place, message: `\`${attribute}\`` })),
  });
}
