import { flag, kubernetes, list, object, text, timestamp, wholeNumber } from './vocabulary.ts';

const percent = { type: 'number', minimum: 0, maximum: 100 } as const;

const prescaling = object(
  'Pods made ahead of traffic, until the reset delay is over.',
  {
    replicas: wholeNumber('Pods the stack gets at least.', { minimum: 0 }),
    desiredWeight: { ...percent, description: 'Percent of the traffic for which they were counted.' },
    lastTrafficIncrease: timestamp('When more traffic was last asked for; the reset delay starts here.'),
  },
  ['replicas', 'desiredWeight', 'lastTrafficIncrease'],
);

const stackState = object(
  'What was decided for one stack.',
  {
    name: text('Name of the stack.'),
    createdAt: timestamp('When it was created; filled in by the sync controller.'),
    weight: { ...percent, description: 'Percent of the traffic that the routes in Git give it.' },
    noTrafficSince: timestamp('When the decision was made that took its last traffic away, or when it was created.'),
    scaledDown: flag('Whether it runs no pods.', { default: false }),
    prescaling,
  },
  ['name', 'weight'],
);

export const stackSetState = object(
  'What was decided for a StackSet: written by the sync controller or by `import`, read by render, never applied.',
  {
    apiVersion: text('`stackset-gitops.dev/v1alpha1`.', { enum: ['stackset-gitops.dev/v1alpha1'] }),
    kind: text('`StackSetState`.', { enum: ['StackSetState'] }),
    metadata: kubernetes('V1ObjectMeta', 'Name and namespace of the StackSet.', { required: ['name'] }),
    spec: object('The decisions.', {
      observedStackVersion: text('Version of the newest stack that was created.'),
      controller: text('Name of the SyncConfig whose controller has adopted the package. Another one’s package is left alone.'),
      path: text('Folder of the package in the repository when it was adopted. A copied package counts as not adopted.'),
      hold: object(
        'A person moved traffic by a commit; the controller keeps these weights until `spec.traffic` is edited or `stackset resume` is run.',
        { since: timestamp('Since when.'), commit: text('The commit that moved it.') },
        ['since', 'commit'],
      ),
      drain: object(
        '`stackset remove` was run, and the routes have left Git; the rest follows when requests have ended.',
        { since: timestamp('Since when.') },
        ['since'],
      ),
      segmentOrder: list(
        'Names of stacks from left to right, which keeps segments in place while weights change.',
        text('Name of a stack.'),
        {
          uniqueItems: true,
        },
      ),
      stacks: list('One entry for each stack.', stackState),
    }),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);
