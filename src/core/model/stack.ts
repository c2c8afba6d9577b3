import type { Autoscaler } from './autoscaler.ts';
import type { JsonObject, KubernetesObject, ObjectMeta, PortReference, StringMap } from './kubernetes.ts';

export const STACK_API_VERSION = 'zalando.org/v1';

export interface EmbeddedAnnotations {
  readonly annotations?: StringMap;
}

export interface IngressSpec {
  readonly metadata?: EmbeddedAnnotations;
  readonly hosts: readonly string[];
  readonly backendPort: PortReference;
  readonly path?: string;
}

export interface ExternalIngressSpec {
  readonly backendPort: PortReference;
}

export interface RouteGroupBackend extends JsonObject {
  readonly name: string;
  readonly serviceName?: string;
}

export interface RouteGroupRoute extends JsonObject {
  readonly predicates?: readonly string[];
}

export interface RouteGroupSpec {
  readonly metadata?: EmbeddedAnnotations;
  readonly hosts: readonly string[];
  readonly additionalBackends?: readonly RouteGroupBackend[];
  readonly routes: readonly RouteGroupRoute[];
  readonly backendPort: number;
  readonly lbAlgorithm?: string;
}

export interface ServicePort extends JsonObject {
  readonly name?: string;
  readonly protocol?: string;
  readonly port: number;
  readonly targetPort?: PortReference;
}

export interface ContainerPort extends JsonObject {
  readonly name?: string;
  readonly containerPort: number;
  readonly protocol?: string;
}

export interface Container extends JsonObject {
  readonly name: string;
  readonly ports?: readonly ContainerPort[];
}

export interface PodTemplate {
  readonly metadata?: { readonly labels?: StringMap; readonly annotations?: StringMap };
  readonly spec: { readonly containers: readonly Container[]; readonly [field: string]: unknown };
}

/** What a stack brings along besides its workload; exactly one of the fields is set. */
export interface ConfigurationResource {
  readonly configMap?: { readonly name: string; readonly data?: StringMap };
  readonly configMapRef?: { readonly name: string };
  readonly secretRef?: { readonly name: string };
  readonly platformCredentialsSet?: { readonly name: string; readonly tokens?: JsonObject };
}

/** The part of a stack that a person writes, in StackSet's template and in the Stack alike. */
export interface StackTemplateSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly service?: { readonly metadata?: EmbeddedAnnotations; readonly ports?: readonly ServicePort[] };
  readonly podTemplate: PodTemplate;
  readonly autoscaler?: Autoscaler;
  readonly strategy?: JsonObject;
  readonly configurationResources?: readonly ConfigurationResource[];
}

/** A Stack's spec: its template and the StackSet's routes, frozen when the stack was created. */
export interface StackSpec extends StackTemplateSpec {
  readonly externalIngress?: ExternalIngressSpec;
  readonly ingress?: IngressSpec;
  readonly routegroup?: RouteGroupSpec;
}

/** One version of an application; `zalando.org/v1`, field for field the original's. */
export interface Stack extends KubernetesObject {
  readonly apiVersion: typeof STACK_API_VERSION;
  readonly kind: 'Stack';
  readonly metadata: ObjectMeta;
  readonly spec: StackSpec;
}
