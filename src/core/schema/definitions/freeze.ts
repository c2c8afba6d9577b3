import { DNS_SUBDOMAIN_PATTERN, kubernetes, list, object, text, timestamp } from './vocabulary.ts';

export const freeze = object(
  'Stops the decisions of the sync controllers of a repository for as long as it is there. What people commit is rendered and applied all the same.',
  {
    apiVersion: text('`stackset-gitops.dev/v1alpha1`.', { enum: ['stackset-gitops.dev/v1alpha1'] }),
    kind: text('`Freeze`.', { enum: ['Freeze'] }),
    metadata: kubernetes('V1ObjectMeta', 'Any name.', { required: ['name'] }),
    spec: object(
      'Why, until when, and for whom.',
      {
        reason: text('Why, in a few words; everybody who asks why nothing moves reads it.', {
          pattern: '\\S',
          patternErrorMessage: 'a text with words in it',
        }),
        until: timestamp('When it ends by itself. By default it stays until the file is gone.'),
        controllers: list(
          'Which sync controllers it is for, by the `metadata.name` of their SyncConfigs. By default all that follow the branch.',
          text('Name of a SyncConfig.', { pattern: DNS_SUBDOMAIN_PATTERN, patternErrorMessage: 'the name of a SyncConfig, such as eu-1' }),
          { minItems: 1, uniqueItems: true },
        ),
      },
      ['reason'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);
