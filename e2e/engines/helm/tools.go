//go:build tools

// Package engines pins the Helm that the end-to-end tests run.
package engines

import _ "helm.sh/helm/v3/cmd/helm"
