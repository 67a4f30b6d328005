import { describe, expect, it } from 'vitest';
import { manifestFindings, textFindings } from '../../../tools/manifestRules.mjs';

const manifest = {
  contributes: {
    commands: [{ command: 'layerwise.profile' }],
    menus: { 'explorer/context': [{ command: 'layerwise.profile', when: 'layerwise.hasModel' }] },
    views: { layerwise: [{ id: 'layerwise.side' }] },
    customEditors: [{ viewType: 'layerwise.model' }],
    configuration: { properties: { 'layerwise.threads': { description: 'Threads.' } } },
  },
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: ['layerwise.threads'] } },
};

const registered = ['layerwise.profile', 'layerwise.side', 'layerwise.model', 'threads'];
const findings = (...more: string[]) => manifestFindings(manifest, new Set([...registered, ...more]));

describe('manifest and registrations', () => {
  it('agree', () => {
    expect(findings()).toEqual([]);
  });

  it('accept context keys of when clauses, hidden commands, file names and other strings', () => {
    expect(findings('layerwise.hasModel', '_layerwise.selectLayer', 'layerwise.json', 'layerwise', 'layerwise.report/1')).toEqual([]);
  });

  it('find an id that package.json does not have', () => {
    expect(findings('layerwise.prune')).toEqual([expect.stringContaining('src/host names layerwise.prune')]);
  });

  it('find what is contributed and never registered or read', () => {
    expect(manifestFindings(manifest, new Set(['layerwise.side', 'layerwise.model']))).toEqual([
      'command layerwise.profile is contributed, but nothing in src/host names it',
      'setting layerwise.threads is never read in src/host',
    ]);
  });

  it('find a menu without its command, a setting without text and a restriction without its setting', () => {
    const broken = {
      contributes: {
        menus: { 'editor/title': [{ command: 'layerwise.gone' }] },
        configuration: [{ properties: { 'layerwise.a': {} } }],
      },
      capabilities: { untrustedWorkspaces: { restrictedConfigurations: ['layerwise.b'] } },
    };
    expect(manifestFindings(broken, new Set(['layerwise.a']))).toEqual([
      'a menu or key names layerwise.gone, which is no command',
      'setting layerwise.a has no description',
      'restricted setting layerwise.b does not exist',
    ]);
  });
});

describe('texts', () => {
  it('stand in package.nls.json if package.json takes them, and only then', () => {
    const used = { title: '%profile.title%', other: '100 % sure, 50 %' };
    expect(textFindings(used, { 'profile.title': 'Profile Model' })).toEqual([]);
    expect(textFindings(used, { gone: 'Gone' })).toEqual([
      'package.nls.json has no text for profile.title',
      'package.nls.json has a text for gone, which package.json does not use',
    ]);
  });
});
