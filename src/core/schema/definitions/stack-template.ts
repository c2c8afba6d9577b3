import { autoscaler } from './autoscaler.ts';
import { embeddedAnnotations } from './routes.ts';
import { kubernetes, list, object, type Schema, stringMap, text, wholeNumber } from './vocabulary.ts';

const configurationResource = object('A resource of the stack’s own; exactly one of these fields.', {
  configMap: object('A ConfigMap written out here.', {
    name: text('Its name, which has to start with the stack’s: `<stackset>-<version>-…`.'),
    data: stringMap('Its data. Values are text.'),
  }),
  configMapRef: object('A ConfigMap in the package; the stack gets a copy when it is created.', {
    name: text('Its name, which has to start with the stack’s.'),
  }),
  secretRef: object('A Secret in the package; the stack gets a copy when it is created.', {
    name: text('Its name, which has to start with the stack’s.'),
  }),
  platformCredentialsSet: object('A PlatformCredentialsSet with access tokens for the pods.', {
    name: text('Its name, which has to start with the stack’s.'),
    tokens: {
      type: 'object',
      description: 'Tokens by name.',
      additionalProperties: object('A token.', { privileges: list('Scopes of the token.', text('A scope.')) }, ['privileges']),
    },
  }),
});

/** What StackSet's template and Stack's spec share. */
export const stackTemplateFields: Readonly<Record<string, Schema>> = {
  replicas: wholeNumber('Number of pods, where no autoscaler decides it.', { default: 1, minimum: 0 }),
  minReadySeconds: wholeNumber('Seconds for which a new pod must be ready before it counts as available.', { default: 0, minimum: 0 }),
  service: object('Changes the Service of the stack; without it, its ports are those of the containers.', {
    metadata: embeddedAnnotations('the Service'),
    ports: {
      type: 'array',
      description: 'Ports of the Service instead of those of the containers.',
      items: kubernetes('V1ServicePort', 'A port.'),
    },
  }),
  podTemplate: kubernetes('V1PodTemplateSpec', 'The pods of the stack, as in a Deployment. Labels and annotations may be given, too.'),
  autoscaler,
  strategy: kubernetes('V1DeploymentStrategy', 'How the Deployment replaces pods, handed on as it is.'),
  configurationResources: list('Configuration that belongs to a stack and leaves with it.', configurationResource),
};

export const stackTemplateRequired = ['podTemplate'] as const;
