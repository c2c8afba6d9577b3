//go:build tools

// Package engines pins the Argo CD that the end-to-end tests run. All of its parts are one program, which looks at its own name.
package engines

import _ "github.com/argoproj/argo-cd/v3/cmd"
