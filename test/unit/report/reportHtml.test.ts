import { describe, expect, it } from 'vitest';
import { reportHtml } from '../../../src/report/html/reportHtml';
import { chainModel, contentOf, fasterVariant, kernelPerNode } from './reportFixture';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onload='alert(1)",
  '</style><svg/onload=alert(1)>',
  '</title></text><a href="javascript:alert(1)">',
  'a\u202eb\u0000c<!--',
  'url(https://example.com/x) @import "https://example.com"',
];
/** Everything that a report is made of. */
const ELEMENTS = new Set(
  'html head meta title style body main header h1 h2 span p b ul li div table thead tbody tr th td figure svg g defs marker path rect circle text pre details summary'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'lang charset name content http-equiv class viewBox role aria-label aria-hidden x y width height rx d id orient refX refY markerWidth markerHeight marker-end transform text-anchor style cx cy r stroke-dasharray'.split(
    ' ',
  ),
);

/** What a browser would make of the page: names of elements and of their attributes. */
function partsOf(page: string) {
  const body = page.replace(/<style>[^]*?<\/style>/, '');
  const tags = [...body.matchAll(/<([a-zA-Z][^\s>/]*)((?:"[^"]*"|[^">])*)>/g)];
  const elements = new Set(tags.map(tag => tag[1] ?? ''));
  const attributes = new Set(tags.flatMap(tag => [...(tag[2] ?? '').matchAll(/([^\s="]+)\s*=\s*"[^"]*"/g)].map(match => match[1] ?? '')));
  return { elements, attributes };
}

function headings(page: string): readonly string[] {
  return [...page.matchAll(/<(?:h2|summary)>(.*?)<\/(?:h2|summary)>/g)].map(match => (match[1] ?? '').replace(/<[^>]*>/g, ''));
}

describe('a report as a page', () => {
  it('shows hostile names as text: no element, attribute or address but its own', () => {
    const model = { ...chainModel(HOSTILE, index => (index === 2 ? HOSTILE[0]! : 'MatMul')), producer: HOSTILE[1]! };
    const problems = [{ severity: 'warning' as const, reason: 'unknown-operator' as const, message: HOSTILE[4]! }];
    const variants = [fasterVariant({ file: HOSTILE[1]!, passes: [HOSTILE[0]!], fittedOn: HOSTILE[3]! })];
    const page = reportHtml(contentOf(model, kernelPerNode(HOSTILE.length), { fileName: HOSTILE[0]!, problems, variants }));
    const { elements, attributes } = partsOf(page);
    expect([...elements].filter(name => !ELEMENTS.has(name) && name !== '!doctype')).toEqual([]);
    expect([...attributes].filter(name => !ATTRIBUTES.has(name))).toEqual([]);
    expect(page).not.toMatch(/<script|<img|<a |<link|<!--|\u202e|\u0000/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.match(/<\/style>/g)).toHaveLength(1);
  });

  it('says the verdict with its intervals first, then everything else in its order', () => {
    const after = new Map([0, 1, 2].map(node => [node, (node + 1) / 2]));
    const before = new Map([0, 1, 2].map(node => [node, node + 1]));
    const variants = [fasterVariant({ layerMs: { before, after } })];
    const page = reportHtml(contentOf(chainModel(['a', 'b', 'c']), kernelPerNode(3), { variants }));
    const lead = (/<p class="lead">(.*?)<\/p>/.exec(page)?.[1] ?? '').replace(/<[^>]*>/g, '');
    expect(lead).toMatch(/^2\.00× faster on this machine: 57\.6.ms → 28\.8.ms, change −28\.8.ms \(95 % interval −29\.4 … −28\.2\)\./);
    expect(lead).toMatch(/agrees with the baseline on 99\.4.% of 500 samples \(98\.3 – 99\.8\)\. The file shrinks from/);
    expect(headings(page)).toEqual([
      'Variants',
      'Where the time went, before',
      'Where it goes now same scale',
      'Slowest layers',
      'Graph colored by latency',
      'Map colored by latency',
      'Timeline kernels as they ran',
      'How to check this',
      'Settings and lineage',
      'All 3 layers',
      'Limits of these numbers',
    ]);
    expect(page).toContain('layerwise compare net.onnx net.int8.onnx --threads 2');
  });

  it('draws before and after on one scale', () => {
    const before = new Map([
      [0, 4],
      [1, 2],
    ]);
    const after = new Map([
      [0, 1],
      [1, 2],
    ]);
    const page = reportHtml(
      contentOf(chainModel(['a', 'b']), kernelPerNode(2), { variants: [fasterVariant({ layerMs: { before, after } })] }),
    );
    const bars = [...page.matchAll(/<figure><svg viewBox="0 0 984 88"[^]*?<\/svg>/g)].map(([svg]) =>
      [...svg.matchAll(/height="([\d.]+)"><title>/g)].map(match => Number(match[1])),
    );
    expect(bars).toEqual([
      [64, 32],
      [16, 32],
    ]);
    expect(page).toMatch(/4\.00.× faster|4\.00× faster/);
    expect(page).toContain('same</td>');
  });

  it('shows MACs while nothing was measured, and says so', () => {
    const page = reportHtml(contentOf(chainModel(['a', 'b']), undefined));
    expect(page).toContain('Nothing was measured yet.');
    expect(headings(page)).not.toContain('Timeline kernels as they ran');
    expect(page).toContain('<pre>layerwise analyze net.onnx</pre>');
    expect(page).not.toMatch(/faster|latency per/i);
  });

  it('shows parameters where no MACs are known, and no zeros for those', () => {
    const model = { ...chainModel(['enc/a', 'enc/b', 'dec/c', 'dec/d']), inputs: [{ name: 'x', shape: ['n', 'k'] }] };
    const unknown = contentOf(model, undefined);
    expect(unknown.analysis.totals.macs).toBeUndefined();
    const page = reportHtml(unknown);
    expect(page).toContain('<b>MACs not known</b>');
    expect(headings(page)).not.toContain('Where the arithmetic is');
    expect(headings(page)).toContain('Where the parameters are');
    expect(page).toContain('<title>enc.a: 16</title>');
    expect(page).toContain('layers are told apart by their parameters');
    expect(page).not.toMatch(/NaN|– · –/);
    const { analysis } = unknown;
    const noSizes = { ...analysis, columns: analysis.columns.filter(({ id }) => id !== 'peakBytes') };
    expect(reportHtml(contentOf(model, kernelPerNode(4), { analysis: noSizes }))).toContain('live activations are not known');
  });

  it('stays below 500 kB whatever a model holds', () => {
    const names = Array.from({ length: 6000 }, (_, index) => `&"'<${'&'.repeat(200)}/${String(index % 40)}/${String(index)}`);
    const page = reportHtml(contentOf(chainModel(names), kernelPerNode(names.length)));
    expect(new TextEncoder().encode(page).length).toBeLessThan(500_000);
    expect(page).toContain('The 200 slowest of 6000 layers');
  });

  it('has nothing to fetch and follows the reader’s scheme', () => {
    const page = reportHtml(contentOf(chainModel(['a']), kernelPerNode(1)));
    expect(page).not.toMatch(/https?:|src=|href=|url\((?!#)/);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('prefers-color-scheme:dark');
    expect(page).toContain('@page{size:A4');
  });
});
