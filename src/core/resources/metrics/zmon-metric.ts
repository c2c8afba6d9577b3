import { sha1 } from '@noble/hashes/legacy';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { externalMetric, type MetricRule, missing, perPod } from './metric.ts';

/** kube-metrics-adapter's default, which the original's CustomResourceDefinition fills in. */
const DEFAULT_DURATION = '5m';

/** The value of a ZMON check. */
export const zmonMetric: MetricRule = (metric, { position, stackName, namespace }) =>
  perPod(metric, (target) => {
    const { zmon } = metric;
    if (!zmon) return missing(['zmon'], 'zmon', 'Give zmon.checkID and zmon.key.');
    const name = `zmon-check-${position}`;
    const { checkID = '', key = '', duration = DEFAULT_DURATION, aggregators = [], tags = {} } = zmon;
    const labels = {
      type: 'zmon',
      'check-id': checkID,
      duration,
      ...(aggregators.length > 0 && { aggregators: aggregators.join(',') }),
      // Stacks of one name in two namespaces may watch the same check.
      stack: bytesToHex(sha1(utf8ToBytes(`${namespace}-${stackName}`))),
    };
    const prefix = `metric-config.external.${name}.zmon`;
    const tagAnnotations = Object.entries(tags).map(([tag, value]) => [`${prefix}/tag-${tag}`, value]);
    return { spec: externalMetric(name, labels, target), annotations: { [`${prefix}/key`]: key, ...Object.fromEntries(tagAnnotations) } };
  });
