//go:build tools

// Package engines pins the kustomize that the end-to-end tests run.
package engines

import _ "sigs.k8s.io/kustomize/kustomize/v5"
