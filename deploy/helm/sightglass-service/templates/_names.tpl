{{- define "sightglass.name" -}}
sightglass-service
{{- end -}}

{{- define "sightglass.selector" -}}
app.kubernetes.io/name: {{ include "sightglass.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "sightglass.labels" -}}
{{ include "sightglass.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: sightglass
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
{{- end -}}

{{- define "sightglass.host" -}}
{{ tpl .Values.host . }}
{{- end -}}

{{- define "sightglass.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "sightglass.pepperSecret" -}}
{{ .Values.pepper.secretName | default (printf "%s-pepper" (include "sightglass.name" .)) }}
{{- end -}}
