import { ApiConnection } from './api-connection.ts';
import { type ClusterChoice, loadKubeConfig } from './load-kube-config.ts';

/**
 * A connection to the API server of a cluster; nothing is asked yet. This room's only way in: it loads the Kubernetes client, so it is
 * imported late. Throws a ClusterError where nothing says which cluster.
 */
export const connectApi = (choice: ClusterChoice): ApiConnection => new ApiConnection(loadKubeConfig(choice));
