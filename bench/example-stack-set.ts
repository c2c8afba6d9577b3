/** A StackSet of ordinary size, as YAML: two containers with probes and environment, an autoscaler with two metrics, an Ingress. */
export function exampleStackSet(index: number, version: string): string {
  const name = `shop-${String(index).padStart(4, '0')}`;
  return `apiVersion: zalando.org/v1
kind: StackSet
metadata:
  name: ${name}
  namespace: default
  labels:
    application: ${name}
    team: checkout
spec:
  ingress:
    metadata:
      annotations:
        example.org/timeout: 5s
    hosts:
    - ${name}.example.org
    - ${name}.cluster.example.org
    backendPort: 8080
  stackLifecycle:
    scaledownTTLSeconds: 300
    limit: 5
  stackTemplate:
    spec:
      version: ${version}
      replicas: 3
      autoscaler:
        minReplicas: 3
        maxReplicas: 20
        metrics:
        - type: CPU
          averageUtilization: 60
        - type: Ingress
          average: 30
      podTemplate:
        metadata:
          labels:
            application: ${name}
          annotations:
            prometheus.io/scrape: "true"
        spec:
          serviceAccountName: ${name}
          containers:
          - name: app
            image: registry.example.org/checkout/${name}:${version}
            args: [--port=8080, --log-level=info]
            env:
            - name: DATABASE_URL
              value: postgres://shop@db.example.org:5432/shop?sslmode=require
            - name: POD_NAME
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
            ports:
            - name: http
              containerPort: 8080
            - name: metrics
              containerPort: 7979
            resources:
              limits: {cpu: 500m, memory: 512Mi}
              requests: {cpu: 100m, memory: 256Mi}
            readinessProbe:
              httpGet: {path: /healthz, port: 8080}
              initialDelaySeconds: 5
              periodSeconds: 10
            livenessProbe:
              httpGet: {path: /healthz, port: 8080}
              periodSeconds: 10
          - name: sidecar
            image: registry.example.org/platform/sidecar:2.4
            resources:
              requests: {cpu: 10m, memory: 32Mi}
`;
}
