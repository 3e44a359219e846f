{{- /* The pod, the same for both kinds of store. */ -}}
{{- define "sightglass.pod" -}}
{{- $scheme := ternary "HTTPS" "HTTP" (ne .Values.podTlsSecretName "") -}}
{{- $least := add .Values.preStopSeconds 15 -}}
{{- if lt (int .Values.terminationGracePeriodSeconds) (int $least) -}}
{{- fail (printf "terminationGracePeriodSeconds must be at least %d: preStopSeconds, 10 s to answer what was begun, 5 s to close the files" $least) -}}
{{- end -}}
metadata:
  labels:
    {{- include "sightglass.labels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "sightglass.name" . }}
  # The service asks nothing of Kubernetes.
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 1000
    runAsGroup: 1000
    fsGroup: 1000
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile:
      type: RuntimeDefault
  {{- with .Values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if gt (int .Values.store.replicas) 1 }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "sightglass.selector" . | nindent 10 }}
  {{- end }}
  containers:
    - name: service
      image: {{ include "sightglass.image" . }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      {{- with .Values.extraArguments }}
      args:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      env:
        {{- include "sightglass.environment" . | nindent 8 }}
      ports:
        - name: http
          containerPort: 8080
          protocol: TCP
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities:
          drop: [ALL]
      # Opening many tenants' files may take a while at first: nobody restarts it within the first two minutes.
      startupProbe:
        httpGet: { path: /healthz, port: http, scheme: {{ $scheme }} }
        periodSeconds: 2
        timeoutSeconds: 2
        failureThreshold: 60
      # Only whether the process is well. What it depends on is readiness: a restart does not bring a database back.
      livenessProbe:
        httpGet: { path: /healthz, port: http, scheme: {{ $scheme }} }
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /readyz, port: http, scheme: {{ $scheme }} }
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 2
      lifecycle:
        preStop:
          exec:
            command: [sleep, {{ .Values.preStopSeconds | quote }}]
      resources:
        {{- toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - name: data
          mountPath: /data
        - name: scratch
          mountPath: /tmp
        {{- if .Values.podTlsSecretName }}
        - name: certificate
          mountPath: /certificate
          readOnly: true
        {{- end }}
  volumes:
    - name: scratch
      emptyDir:
        sizeLimit: 1Gi
    {{- if eq .Values.store.kind "postgresql" }}
    # Nothing that lasts is written here: all of it is in the database.
    - name: data
      emptyDir:
        sizeLimit: 1Gi
    {{- end }}
    {{- if .Values.podTlsSecretName }}
    - name: certificate
      secret:
        secretName: {{ .Values.podTlsSecretName }}
        defaultMode: 0440
    {{- end }}
{{- end -}}

{{- /* All in the environment, so that a command in the pod (kubectl exec) works on the same data. */ -}}
{{- define "sightglass.environment" -}}
- name: SIGHTGLASS_SERVICE_DATA
  value: /data
- name: SIGHTGLASS_SERVICE_HOST
  value: 0.0.0.0
- name: SIGHTGLASS_SERVICE_PORT
  value: "8080"
- name: SIGHTGLASS_SERVICE_ADDRESS
  value: {{ printf "https://%s" (include "sightglass.host" .) | quote }}
{{- if .Values.podTlsSecretName }}
- name: SIGHTGLASS_SERVICE_CERTIFICATE
  value: /certificate/tls.crt
- name: SIGHTGLASS_SERVICE_KEY
  value: /certificate/tls.key
{{- end }}
- name: SIGHTGLASS_SERVICE_PEPPER
  valueFrom:
    secretKeyRef:
      name: {{ include "sightglass.pepperSecret" . }}
      key: {{ .Values.pepper.secretKey }}
{{- if eq .Values.store.kind "postgresql" }}
- name: SIGHTGLASS_SERVICE_POSTGRES
  valueFrom:
    secretKeyRef:
      name: {{ .Values.store.postgresql.secretName }}
      key: {{ .Values.store.postgresql.secretKey }}
{{- end }}
{{- with .Values.oidc.issuer }}
- name: SIGHTGLASS_SERVICE_OIDC_ISSUER
  value: {{ . | quote }}
- name: SIGHTGLASS_SERVICE_OIDC_AUDIENCE
  value: {{ $.Values.oidc.audience | quote }}
{{- end }}
{{- with .Values.extraEnvironment }}
{{ toYaml . }}
{{- end }}
{{- end -}}
