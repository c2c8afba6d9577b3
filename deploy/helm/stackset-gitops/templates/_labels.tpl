{{- define "stackset-gitops.selector" -}}
app.kubernetes.io/name: stackset-gitops
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "stackset-gitops.labels" -}}
{{ include "stackset-gitops.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "stackset-gitops.metadata" -}}
name: {{ .Release.Name }}
namespace: {{ .Release.Namespace }}
labels:
  {{- include "stackset-gitops.labels" . | nindent 2 }}
{{- end }}

{{- /* Cluster-wide objects of releases of one name in several namespaces must not be the same. */ -}}
{{- define "stackset-gitops.clusterName" -}}
{{- if eq .Release.Name .Release.Namespace }}{{ .Release.Name }}{{ else }}{{ .Release.Namespace }}-{{ .Release.Name }}{{ end }}
{{- end }}

{{- define "stackset-gitops.clusterMetadata" -}}
labels:
  {{- include "stackset-gitops.labels" . | nindent 2 }}
{{- end }}

{{- define "stackset-gitops.subjects" -}}
subjects:
- kind: ServiceAccount
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
{{- end }}

{{- define "stackset-gitops.secretName" -}}
{{ .Values.credentials.secretName | default .Release.Name }}
{{- end }}

{{- /* What may be read is what is watched, unless the settings say otherwise. */ -}}
{{- define "stackset-gitops.syncConfig" -}}
{{- $spec := deepCopy .Values.syncConfig.spec }}
{{- if .Values.rbac.namespaces }}
{{- $_ := set $spec "cluster" (merge (default dict $spec.cluster) (dict "namespaces" .Values.rbac.namespaces)) }}
{{- end -}}
apiVersion: stackset-gitops.dev/v1alpha1
kind: SyncConfig
metadata:
  name: {{ .Values.syncConfig.name | quote }}
spec:
  {{- toYaml $spec | nindent 2 }}
{{- end }}
