import { kubernetes, list, object, type Schema, stringMap, text, wholeNumber } from './vocabulary.ts';

export function embeddedAnnotations(owner: string): Schema {
  return object(`Metadata for ${owner}.`, {
    annotations: stringMap(`Annotations for ${owner}. Values are text: numbers and booleans need quotes.`),
  });
}

const hosts = list(
  'Host names under which the application is reached. For each that ends in one of `clusterDomains`, every stack also gets a host of its own, `<stack>.<domain>`.',
  text('A host name.'),
  { minItems: 1, uniqueItems: true },
);

export const ingress = object(
  'Routes by Ingress: each stack gets a segment of the traffic as wide as its weight.',
  {
    metadata: embeddedAnnotations('the Ingress objects'),
    hosts,
    backendPort: kubernetes(
      'IntOrString',
      'Port of the stacks’ Services that gets the traffic: a number, or a port’s name as text (digits in quotes are a name).',
    ),
    path: text('URL path to route; all paths where it is missing.'),
  },
  ['hosts', 'backendPort'],
);

export const externalIngress = object(
  'For routes that something else makes: Services get this port, and traffic is still switched by weight.',
  { backendPort: kubernetes('IntOrString', 'Port of the stacks’ Services: a number, or a port’s name as text.') },
  ['backendPort'],
);

const routeGroupBackend = object(
  'A backend besides the stacks. It may share neither its name nor its Service with a stack.',
  {
    name: text('Name by which routes refer to it.'),
    type: text('What kind of backend it is, in the words of Skipper’s RouteGroup.', {
      enum: ['service', 'shunt', 'loopback', 'dynamic', 'lb', 'network', 'forward'],
    }),
    address: text('URL of a `network` backend.'),
    algorithm: text('How an `lb` or `service` backend picks an endpoint.', {
      enum: ['roundRobin', 'random', 'consistentHash', 'powerOfRandomNChoices'],
    }),
    endpoints: list('URLs of an `lb` backend.', text('A URL.'), { minItems: 1 }),
    serviceName: text('Name of the Service of a `service` backend.'),
    servicePort: wholeNumber('Port of that Service, as a number.'),
  },
  ['name', 'type'],
);

const routeGroupRoute = object('One route: what it matches, what it does, where it leads.', {
  backends: list(
    'Backends of this route instead of the stacks.',
    object(
      'A reference to a backend.',
      {
        backendName: text('Name of one of `additionalBackends`.'),
        weight: wholeNumber('Share of the route’s traffic, in proportion to the other backends’.', { minimum: 0 }),
      },
      ['backendName'],
    ),
  ),
  filters: list('Skipper filters, run in this order.', text('A filter, such as `compress()`.')),
  methods: list(
    'HTTP methods; all where missing.',
    text('A method.', { enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE'] }),
  ),
  path: text('Exact path, or one with wildcards.'),
  pathRegexp: text('Regular expression that the path has to match.'),
  pathSubtree: text('A path and all below it.'),
  predicates: list('Further Skipper predicates; all have to hold.', text('A predicate, such as `Method("GET")`.')),
});

export const routegroup = object(
  'Routes by Skipper’s RouteGroup, for filters and predicates; otherwise as `ingress`, and both may be used side by side.',
  {
    metadata: embeddedAnnotations('the RouteGroup objects'),
    hosts,
    backendPort: wholeNumber('Port of the stacks’ Services that gets the traffic, as a number.'),
    additionalBackends: list('Backends besides the stacks.', routeGroupBackend),
    routes: list('The routes; those without backends of their own lead to the stack.', routeGroupRoute, { minItems: 1 }),
    lbAlgorithm: text('How the stacks’ Services pick an endpoint: `roundRobin`, `random`, `consistentHash` or `powerOfRandomNChoices`.'),
  },
  ['hosts', 'backendPort', 'routes'],
);
