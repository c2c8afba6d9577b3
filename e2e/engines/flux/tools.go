//go:build tools

// Package engines pins the kustomize-controller of Flux that the end-to-end tests run.
package engines

import _ "github.com/fluxcd/kustomize-controller"
