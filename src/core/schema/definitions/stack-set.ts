import { embeddedAnnotations, externalIngress, ingress, routegroup } from './routes.ts';
import { stackTemplateFields, stackTemplateRequired } from './stack-template.ts';
import { DNS_SUBDOMAIN_PATTERN, kubernetes, list, object, text, wholeNumber } from './vocabulary.ts';

const stackLifecycle = object('When stacks without traffic are scaled down, and how many of them are kept.', {
  scaledownTTLSeconds: wholeNumber('Seconds without traffic after which a stack is scaled down.', {
    default: 300,
    format: 'int64',
    minimum: -Number.MAX_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  }),
  limit: wholeNumber('How many scaled-down stacks are kept; beyond it, those that are longest without traffic are removed.', {
    default: 10,
    minimum: 1,
  }),
});

const version = text('Names the stack `<stackset>-<version>`. A new version makes a new stack; the others keep their template.', {
  default: 'default',
  pattern: DNS_SUBDOMAIN_PATTERN,
  patternErrorMessage: 'a version: lower-case letters, digits, hyphens and dots, a letter or digit at both ends',
});

const desiredTraffic = object(
  'What one stack should get.',
  {
    stackName: text('Name of the stack, `<stackset>-<version>`. One that does not exist is ignored.'),
    weight: { type: 'number', description: 'Share of the traffic, on any scale: weights are normalized to 100 percent.', minimum: 0 },
  },
  ['stackName', 'weight'],
);

const status = {
  ...object('What stackset-controller observed; not read here, except by `plan` and `import`.', {
    stacks: wholeNumber('Number of stacks.'),
    readyStacks: wholeNumber('Number of stacks whose pods are all ready.'),
    stacksWithTraffic: wholeNumber('Number of stacks with traffic.'),
    observedStackVersion: text('Version of the newest stack that was created.'),
    traffic: list(
      'Traffic as the routes give it.',
      object(
        'One stack’s traffic.',
        {
          stackName: text('Name of the stack.'),
          serviceName: text('Name of its Service.'),
          servicePort: kubernetes('IntOrString', 'Port of that Service.'),
          weight: { type: 'number', description: 'Percent.' },
        },
        ['stackName', 'serviceName', 'servicePort', 'weight'],
      ),
    ),
  }),
  'x-observed': true,
} as const;

export const stackSet = object(
  'An application in all its versions: what a person edits.',
  {
    apiVersion: text('`zalando.org/v1`.', { enum: ['zalando.org/v1'] }),
    kind: text('`StackSet`.', { enum: ['StackSet'] }),
    metadata: kubernetes('V1ObjectMeta', 'Name, namespace, labels and annotations. Labels are handed on to all children.', {
      required: ['name'],
    }),
    spec: object(
      'What is wanted.',
      {
        ingress,
        externalIngress,
        routegroup,
        stackLifecycle,
        stackTemplate: object(
          'From which the next stack is made.',
          {
            metadata: embeddedAnnotations('the Stack'),
            spec: object('The stack.', { version, ...stackTemplateFields }, ['version', ...stackTemplateRequired]),
          },
          ['spec'],
        ),
        traffic: list('Weights of the stacks. Where it is missing, traffic stays as it is.', desiredTraffic),
        minReadyPercent: wholeNumber(
          'Percent of a stack’s pods that have to be ready before it may get more traffic. 0 or less, and 100 or more, mean 100.',
          { default: 100 },
        ),
      },
      ['stackTemplate'],
    ),
    status,
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);
