//go:build tools

// Package engines pins the kwok that the end-to-end tests run.
package engines

import _ "sigs.k8s.io/kwok/cmd/kwok"
