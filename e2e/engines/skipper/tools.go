//go:build tools

// Package engines pins the Skipper that the end-to-end tests run. Its requirements are as `go get` writes them:
// `go mod tidy` wants modules of tests that are not needed here.
package engines

import _ "github.com/zalando/skipper/cmd/skipper"
