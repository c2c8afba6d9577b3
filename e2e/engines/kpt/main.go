// Command kpt is kpt's own `fn` commands (eval, render, source, sink) without the rest of its command line:
// the whole one also needs the module github.com/kptdev/kpt/rollouts, which the module proxy does not always serve.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime/debug"

	"github.com/kptdev/kpt/commands/fn"
	"github.com/kptdev/kpt/pkg/printer"
	"github.com/spf13/cobra"
)

const module = "github.com/kptdev/kpt"

func main() {
	root := &cobra.Command{Use: "kpt", SilenceUsage: true, SilenceErrors: true}
	ctx := printer.WithContext(context.Background(), printer.New(root.OutOrStdout(), root.ErrOrStderr()))
	root.AddCommand(fn.GetCommand(ctx, "kpt"), versionCommand())
	if err := root.Execute(); err != nil {
		fmt.Fprintf(os.Stderr, "Error: %s\n", err)
		os.Exit(1)
	}
}

func versionCommand() *cobra.Command {
	return &cobra.Command{Use: "version", Run: func(command *cobra.Command, _ []string) { fmt.Fprintln(command.OutOrStdout(), version()) }}
}

// version of kpt as go.mod pins it.
func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return dependency.Version
		}
	}
	return "unknown"
}
