import { describe, expect, it } from 'vitest';
import { markdownText } from '../../../src/shared/base/markdownText';
import { reportMarkdown } from '../../../src/report/markdown/reportMarkdown';
import { chainModel, contentOf, fasterVariant, kernelPerNode } from './reportFixture';

describe('a report as Markdown', () => {
  it('has tables and no images', () => {
    const text = reportMarkdown(contentOf(chainModel(['a', 'b']), kernelPerNode(2), { variants: [fasterVariant()] }));
    expect(text).toMatch(/^### net.onnx → net.int8.onnx\n\n\*\*2\.00× faster\*\*/);
    expect(text).toContain('| Variant | Made by | Size |');
    expect(text).toContain('#### Slowest layers');
    expect(text).toMatch(/\| linear\.2 \| MatMul \| 2\.00.ms \|/);
    expect(text).not.toContain('![');
  });

  it('has no agreement that only random inputs show', () => {
    const outputs = { ...fasterVariant().outputs!, inputs: 'synthetic' as const, samples: 4 };
    const text = reportMarkdown(contentOf(chainModel(['a', 'b']), kernelPerNode(2), { variants: [fasterVariant({ outputs })] }));
    expect(text).toContain('Its outputs are close to those of the baseline on 4 random inputs.');
    expect(text).toContain('| outputs close |');
    expect(text).not.toMatch(/top-1|99\.4/);
  });

  it('shows hostile text as text', () => {
    expect(markdownText('![x](https://e.com) <b> | `c` *d* @me #12 :bug: www.e.com\n# no')).toBe(
      '!\\[x\\](https&#58;//e.com) \\<b\\> \\| \\`c\\` \\*d\\* &#64;me \\#12 &#58;bug: www\\.e.com \\# no',
    );
    const names = ['<img src=x>', '| a | b |', '[l](javascript:x)'];
    const text = reportMarkdown(contentOf(chainModel(names), kernelPerNode(3)));
    expect(text).not.toMatch(/(?<!\\)<img|(?<!\\)\[l/);
    const rows = text.split('\n').filter(line => line.startsWith('|'));
    expect(new Set(rows.map(row => row.split(/(?<!\\)\|/).length)).size).toBe(1);
  });
});
