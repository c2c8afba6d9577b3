//go:build tools

// Package engines pins the etcd that the end-to-end tests run.
package engines

import _ "go.etcd.io/etcd/server/v3"
