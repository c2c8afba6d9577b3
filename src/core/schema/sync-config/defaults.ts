import type { SyncConfig } from '../../model/sync-config.ts';

/** What holds where a SyncConfig says nothing, in the words of the file. */
export const DEFAULT_SYNC_SETTINGS = {
  paths: ['.'],
  files: ['', '*.', '*-'].flatMap((before) => ['yaml', 'yml', 'json'].map((end) => `${before}stackset.${end}`)),
  freezeFile: 'stackset-freeze.yaml',
  tokenUsername: 'x-access-token',
  githubApiUrl: 'https://api.github.com',
  committer: { name: 'stackset-sync', email: 'stackset-sync@localhost' },
  pollInterval: '30s',
  debounce: '200ms',
  listen: ':8080',
  log: { format: 'auto', level: 'info' } satisfies SyncConfig['log'],
  events: true,
  delivery: { request: true, wait: true, argoCDNamespace: 'argocd' },
} as const;
