/** Claims that give no place, and speak of something that the code has. */
import { expect, it } from 'vitest';
import { loadPythonParser } from '../../src/ast/lower/index.ts';
import { anchorClaim } from '../../src/replay/anchor-claim.ts';
import type { Claim } from '../../src/replay/claim.ts';
import { RepositoryCode } from '../../src/replay/repository-code.ts';
import { MemoryTree } from '../../src/testing/metamorphoses/memory-tree.ts';
import { claimOf, placeOf, quoteOf } from './claims.ts';

const parser = await loadPythonParser();

const READING = `def read_sheet(path):
    return path.read_text()


def fingerprint(text):
    return hash(text)


def sheets_hash(texts):
    return hash("".join(texts))


def take_in(folder):
    texts = []
    for path in folder:
        texts.append(read_sheet(path))
    return fingerprint(texts[0]), sheets_hash(texts)
`;
const SETTINGS = `class StoreSettings(BaseSettings):
    model_config = {"env_prefix": "SHOP_STORE_"}
    access_key: str = ""
`;
const SELLING = `FIELDS = (
    "o.id, o.total, "
    "o.placed_at"
)


def book_order(db, order, now):
    slot = f"{order.shop}:{int(now // 900)}"
    try:
        db.execute("INSERT", order, slot)
    except OSError:
        db.rollback()
        raise


def first_of(orders):
    return orders[0]
`;
const PLAN = `# Plan

The handbook of the shop.

It counts orders in the gauge \`shop_queue_gauge\`, and alarms stand in \`alarm_limits.yml\`.
`;
const AUDIT = `# Audit

1. The shop_queue_gauge that was promised is not exported by anybody
2. All orders of a shop wait for each other at noon
3. Nobody is told that an order was lost on its way
`;
const pages = Array.from({ length: 130 }, (_, i) => `    def page_${i}(self):\n        return ${i}\n`).join('');
const SERVING = `class PageRollout:
${pages}
    def widen_traffic(self):
        # TODO: ask the gauges
        self.client.brpop("pages")
        self.traffic_share = 20
`;
const OPENING = `class DoorConfig:
    open_hours: int = 8


def opened(config):
    if config.open_hours < 1:
        raise ValueError("Nothing to open. Give it an hour first.")
    return read_plan("door_plan.yml")


if __name__ == "__main__":
    opened(DoorConfig())
`;
const shop = new Map(
  Object.entries({
    'shop/reading.py': READING,
    'shop/settings.py': SETTINGS,
    'shop/serving.py': SERVING,
    'conf/order_limits.yaml': 'limit: 4\n',
    'cluster/README.md': '# Cluster\n',
    'requirements.txt': 'flask\nlintly\n',
    'shop/selling.py': SELLING,
    'docs/plan.md': PLAN,
    'docs/cluster.md': '# Cluster\n\nThe SLB stands before it, and slbs are many.\n',
    'shop/opening.py': OPENING,
    'docs/audit.md': AUDIT,
  }),
);
const TITLES = AUDIT.match(/(?<=\d\. ).+/g) ?? [];

function anchorsOf(parts: Partial<Claim>): readonly string[] {
  const code = new RepositoryCode(new MemoryTree(shop), new Set(shop.keys()), parser, TITLES);
  const { anchors } = anchorClaim(claimOf(parts), { code, past: undefined });
  return anchors.map(({ path, lines, confidence }) => `${confidence} ${path}:${lines.first}-${lines.last}`);
}

const reading = [placeOf('shop/reading.py')];
const selling = [placeOf('shop/selling.py')];

it.each<[string, Partial<Claim>, string | undefined]>([
  ['a class by the words of a title', { title: 'Page rollout is more than anybody needs' }, 'low shop/serving.py:1-'],
  ['a file by the words of a title', { title: 'Order limits (YAML) are premature' }, 'low conf/order_limits.yaml:1-1'],
  ['a folder that holds one file', { title: 'No quota in the cluster' }, 'low cluster/README.md:1-1'],
  ['a part of such a name tells nothing', { title: 'The order is lost' }, undefined],
  [
    'the loop of the work of a file',
    { title: 'Sheets are read sequentially', places: reading },
    'low shop/reading.py:15-15',
  ],
  ['the function that does it', { title: 'No parallel reading', places: reading }, 'low shop/reading.py:13-17'],
  [
    'where a function is called that has the words',
    { title: 'The hash of all sheets adds little', text: 'Joining texts for it is slow.', places: reading },
    'low shop/reading.py:17-17',
  ],
  [
    'a setting with the prefix of its class',
    { title: 'Keys', names: ['SHOP_STORE_ACCESS_KEY'], places: [placeOf('shop/settings.py')] },
    'high shop/settings.py:3-3',
  ],
  ['a command of a protocol', { title: 'It hangs', names: ['BRPOP'] }, 'low shop/serving.py:265-265'],
  ['a comment by its beginning', { title: 'A `# TODO` in place of the gauges' }, 'low shop/serving.py:264-264'],
  [
    'a name of one line in the whole repository',
    { title: 'No `lintly`', names: ['lintly'] },
    'medium requirements.txt:2-2',
  ],
  [
    'what of a long class has its words',
    { title: 'The share of the traffic widens', names: ['PageRollout'], places: [placeOf('shop/serving.py')] },
    'low shop/serving.py:263-266',
  ],
  [
    'what a shortened quote binds',
    {
      title: 'Columns are put together',
      places: [placeOf('shop/selling.py', 14, 15)],
      quotes: [quoteOf('FIELDS = (\n    "o.id, ..."  # any column\n)')],
    },
    'medium shop/selling.py:1-4',
  ],
  [
    'a call of a text that the code puts together',
    { title: 'The quarter of an hour begins anew', quotes: [quoteOf('shop:int(now // 900)')] },
    'medium shop/selling.py:8-8',
  ],
  [
    'two words that code writes as one',
    { title: 'It rolls back too late', places: selling },
    'low shop/selling.py:12-12',
  ],
  ['what only a document promises', { title: 'No `shop_queue_gauge` is there' }, 'low docs/plan.md:5-5'],
  [
    'where a document names a file that is not there',
    { title: 'No alarms', places: [placeOf('alarm_limits.yml')] },
    'low docs/plan.md:5-5',
  ],
  [
    'the first line of a file where a tool gives none',
    { title: 'shop/selling.py: error: found twice', places: selling },
    'low shop/selling.py:1-1',
  ],
  [
    'the function that the main part calls',
    { title: 'Doors open sequentially', places: [placeOf('shop/opening.py')] },
    'low shop/opening.py:5-8',
  ],
  ['a field by two words of the prose', { title: 'The open hours are not for all' }, 'low shop/opening.py:2-2'],
  [
    'the text of an error in another file, by its beginning',
    { title: 'It ends in `ValueError("Nothing to open")`', places: reading },
    'low shop/opening.py:7-7',
  ],
  [
    'the function that asks for a file which is not there',
    { title: 'No plan of doors', places: [placeOf('door_plan.yml')] },
    'low shop/opening.py:5-8',
  ],
  [
    'what is called by the capitals of a short file that is not there',
    { title: 'No balance', places: [placeOf('cluster/slb.yaml')] },
    'low docs/cluster.md:3-3',
  ],
  [
    'short files of its part of the document',
    { title: 'Nobody counts', about: [placeOf('conf/order_limits.yaml')] },
    'low conf/order_limits.yaml:1-1',
  ],
])('finds %s', (_, claim, wanted) => {
  const told = anchorsOf(claim);
  if (wanted === undefined) expect(told).toEqual([]);
  else
    expect(
      told.filter((each) => each.startsWith(wanted)),
      told.join('\n'),
    ).not.toEqual([]);
});

it('takes no document for a place that says again what is claimed', () => {
  expect(anchorsOf({ title: 'No `shop_queue_gauge` is there' }).join('\n')).not.toContain('docs/audit.md');
});
