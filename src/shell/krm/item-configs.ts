import type { Configs, KubernetesObject } from 'kpt-functions';
import { identityOf } from './identity.ts';
import { isNamed, type KrmObject } from './item.ts';
import { placementOf } from './placement.ts';

type Sdk = Pick<typeof import('kpt-functions'), 'Configs'>;

/** Configs of the SDK that keep every item and the order of items, and know the comments above them. */
export interface ItemConfigs extends Configs {
  /** The line of comment that an item begins with, if any. */
  readonly headComment: (item: KrmObject) => string | undefined;
  readonly setHeadComment: (item: KrmObject, comment: string) => void;
}

export const isItemConfigs = (configs: Configs): configs is ItemConfigs => 'headComment' in configs;

/**
 * The SDK's own Configs sort the items and, of two with the same apiVersion, kind, namespace and name, keep only the last: in a
 * package with a base and an overlay, or with two Kustomizations, that loses files. These tell items apart by their folder too.
 * @param sdk loaded by the caller, so that a command that runs no function does not pay for it
 * @param headComments by item, as they came in
 */
export function createItemConfigs(
  sdk: Sdk,
  items: readonly KrmObject[],
  functionConfig: KrmObject | undefined,
  headComments: ReadonlyMap<KrmObject, string>,
): ItemConfigs {
  const comments = new Map<unknown, string>(headComments);
  const contents = new Map<unknown, KubernetesObject>();
  class OrderedConfigs extends sdk.Configs {
    override getAll(): KubernetesObject[] {
      return [...contents.values()];
    }

    override insert(...objects: KubernetesObject[]): void {
      for (const object of objects) contents.set(keyOf(object), object);
    }

    override delete(...objects: KubernetesObject[]): void {
      for (const object of objects) contents.delete(keyOf(object));
    }

    override deleteAll(): void {
      contents.clear();
    }

    headComment(item: KrmObject): string | undefined {
      return comments.get(item);
    }

    setHeadComment(item: KrmObject, comment: string): void {
      comments.set(item, comment);
    }
  }
  return new OrderedConfigs([...items] as KubernetesObject[], functionConfig as KubernetesObject | undefined);
}

/** An object that has neither name nor file is only itself. */
function keyOf(object: KubernetesObject): unknown {
  const item = object as unknown as KrmObject;
  return isNamed(item) || placementOf(item) ? identityOf(item) : item;
}
