{{- define "arch-axon.fullname" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end -}}
{{- end -}}

{{/* The applications of this topology, by name. */}}
{{- define "arch-axon.apps" -}}
{{- $paths := list }}
{{- range $name, $service := .Values.services }}
{{- $paths = concat $paths $service.paths }}
{{- if ne $.Values.topology "standalone" }}
{{ $name }}-app: {values: {{ toJson $service }}, database: {{ $name }}, user: arch_{{ $name }}, paths: {{ toJson $service.paths }}}
{{- end }}
{{- end }}
{{- if eq .Values.topology "standalone" }}
standalone-app: {values: {{ toJson .Values.standalone }}, database: standalone, user: arch, paths: {{ toJson $paths }}}
{{- end }}
{{- end -}}

{{/* Which application serves the page, and at which paths of the host. */}}
{{- define "arch-axon.pageApp" -}}
{{ ternary "standalone-app" "order-app" (eq .Values.topology "standalone") }}
{{- end -}}
{{- define "arch-axon.pagePaths" -}}
/: Exact
/page: Prefix
{{- if .Values.page.operate }}
/actuator: Prefix
{{- end }}
{{- end -}}

{{/* Not empty if this release uses an Axon Server, and if it brings it. */}}
{{- define "arch-axon.usesAxonServer" -}}
{{- if eq .Values.topology "distributed" }}true{{ end }}
{{- end -}}
{{- define "arch-axon.bringsAxonServer" -}}
{{- if and (eq .Values.topology "distributed") .Values.axonServer.enabled }}true{{ end }}
{{- end -}}

{{/* Of a list of the root and a component's name. */}}
{{- define "arch-axon.selectorLabels" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ $root.Chart.Name }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{- define "arch-axon.labels" -}}
{{- $root := index . 0 -}}
{{ include "arch-axon.selectorLabels" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/part-of: arch-axon
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* Of the user id that the image has for it. */}}
{{- define "arch-axon.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "arch-axon.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* What every pod says, of a list of the root and the component's name. */}}
{{- define "arch-axon.podBasics" -}}
{{- $root := index . 0 -}}
serviceAccountName: {{ include "arch-axon.fullname" $root }}-{{ index . 1 }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "arch-axon.image" -}}
{{ .repository }}:{{ .tag }}
{{- end -}}

{{- define "arch-axon.env" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- end -}}

{{- define "arch-axon.postgresqlSecret" -}}
{{ .Values.postgresql.existingSecret | default (printf "%s-postgresql" (include "arch-axon.fullname" .)) }}
{{- end -}}

{{/* The url, username, secret and key of a database, of a list of the root and the application. */}}
{{- define "arch-axon.database" -}}
{{- $root := index . 0 -}}
{{- $app := index . 1 -}}
{{- $postgresql := $root.Values.postgresql -}}
{{- if $postgresql.enabled }}
url: jdbc:postgresql://{{ include "arch-axon.fullname" $root }}-postgresql:5432/{{ $app.user }}
username: {{ $app.user }}{{ $postgresql.loginSuffix }}
secret: {{ include "arch-axon.postgresqlSecret" $root }}
key: {{ $app.user }}{{ $postgresql.loginSuffix }}
{{- else }}
{{- $external := $postgresql.external }}
{{- $database := index $external.databases $app.database }}
{{- $host := required "postgresql.external.host must name your PostgreSQL, as postgresql.enabled is false" $external.host }}
url: jdbc:postgresql://{{ $host }}:{{ $external.port }}/{{ $database.name }}{{ with $external.parameters }}?{{ . }}{{ end }}
username: {{ $database.username }}
secret: {{ required (printf "postgresql.external.databases.%s.existingSecret, or postgresql.existingSecret, must name the Secret with the password, as postgresql.enabled is false" $app.database) ($database.existingSecret | default $postgresql.existingSecret) }}
key: {{ $database.passwordKey | default $database.username }}
{{- end }}
{{- end -}}

{{/* The Secret with the key that wraps the keys of personal data. */}}
{{- define "arch-axon.personalDataSecret" -}}
{{ .Values.personalData.existingSecret | default (printf "%s-keys" (include "arch-axon.fullname" .)) }}
{{- end -}}

{{- define "arch-axon.axonServers" -}}
{{- if .Values.axonServer.enabled -}}
{{ include "arch-axon.fullname" . }}-axonserver:8124
{{- else -}}
{{ required "axonServer.external.servers must name your Axon Server, as axonServer.enabled is false" .Values.axonServer.external.servers }}
{{- end -}}
{{- end -}}

{{/* The Secret with the token for Axon Server; empty if none is sent. */}}
{{- define "arch-axon.axonServerSecret" -}}
{{- if not .Values.axonServer.enabled -}}
{{ .Values.axonServer.external.existingSecret }}
{{- else -}}
{{ .Values.axonServer.accessControl.existingSecret | default (printf "%s-axonserver" (include "arch-axon.fullname" .)) }}
{{- end -}}
{{- end -}}

{{- define "arch-axon.dnsEgress" -}}
- ports:
    - port: 53
      protocol: UDP
    - port: 53
      protocol: TCP
{{- end -}}
