import type { Comparison } from './peers.ts';

const WIDTH = 760;
const LEFT = 230;
const ROW = 24;
const BAR = 16;

/** A picture of a comparison: a bar for the time of each program, logarithmic, and one for the memory of each size. */
export function peersPlot({ compared, grown, repository }: Comparison): string {
  const times = compared.map(({ name, run }) => ({
    name,
    value: run.seconds,
    shown: `${run.isCut === true ? '> ' : ''}${run.seconds.toFixed(1)} s`,
  }));
  const memory = grown.map(({ lines, scan }) => ({
    name: `${lines.toLocaleString('en')} lines`,
    value: scan.peakMegabytes,
    shown: `${scan.peakMegabytes.toFixed(0)} MB, ${((1e6 * scan.cpuSeconds) / lines).toFixed(1)} ms for 1,000 lines`,
  }));
  const [upper, lower] = [
    chart(`Seconds over ${repository} (logarithmic)`, times, 0, true),
    chart('Peak memory of a scan, and its processor time', memory, (times.length + 2) * ROW, false),
  ];
  const height = (times.length + memory.length + 4) * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13">
<rect width="${WIDTH}" height="${height}" fill="#fff"/>
${upper}${lower}</svg>
`;
}

interface Bar {
  readonly name: string;
  readonly value: number;
  readonly shown: string;
}

function chart(title: string, bars: readonly Bar[], top: number, isLogarithmic: boolean): string {
  const values = bars.map(({ value }) => value);
  const least = Math.min(...values) / 2;
  const place = (value: number) => (isLogarithmic ? Math.log(value / least) : value);
  const most = place(Math.max(...values));
  const lines = bars.map(({ name, value, shown }, i) => {
    const y = top + (i + 1.5) * ROW;
    const width = ((WIDTH - LEFT - 250) * place(value)) / most;
    const fill = /^auditlint|lines$/.test(name) ? '#2563a8' : '#9aa5b1';
    return [
      `<text x="${LEFT - 8}" y="${y + 12}" text-anchor="end">${escapeText(name)}</text>`,
      `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${fill}"/>`,
      `<text x="${(LEFT + width + 6).toFixed(1)}" y="${y + 12}">${escapeText(shown)}</text>`,
    ].join('\n');
  });
  return `<text x="8" y="${top + 18}" font-weight="bold">${escapeText(title)}</text>\n${lines.join('\n')}\n`;
}

const escapeText = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
