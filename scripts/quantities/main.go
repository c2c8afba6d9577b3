// Records what Kubernetes makes of the quantities in fixtures/resources/quantities.json. See README.md.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/api/resource"
)

const file = "../../fixtures/resources/quantities.json"

// Case is one quantity. Input and Difference are written by a person; the rest is recorded.
type Case struct {
	Input json.RawMessage `json:"input"`
	// Canonical is how Kubernetes writes it; missing where Input is no quantity.
	Canonical string `json:"canonical,omitempty"`
	// SortedBy is the number by which stackset-controller sorts metrics, as text, for it may need more than 53 bits.
	SortedBy string `json:"sortedBy,omitempty"`
	// Difference says what this project makes of it on purpose, and why.
	Difference json.RawMessage `json:"difference,omitempty"`
}

func main() {
	text, err := os.ReadFile(file)
	check(err)
	var cases []*Case
	check(json.Unmarshal(text, &cases))
	var out bytes.Buffer
	for i, c := range cases {
		record(c)
		line, err := json.Marshal(c)
		check(err)
		fmt.Fprintf(&out, "%s%s", separator(i), line)
	}
	out.WriteString("\n]\n")
	check(os.WriteFile(file, out.Bytes(), 0o644))
}

// record reads the quantity of a StackSet, writes it as that of a Stack, and reads it again, as stackset-controller does.
func record(c *Case) {
	c.Canonical, c.SortedBy = "", ""
	var quantity resource.Quantity
	if json.Unmarshal(c.Input, &quantity) != nil {
		return
	}
	written, err := json.Marshal(quantity)
	check(err)
	var stored resource.Quantity
	check(json.Unmarshal(written, &stored))
	c.SortedBy = sortedBy(stored)
	c.Canonical = stored.String()
}

// sortedBy is the whole number that a quantity is, else its digits without their scale, as 64 bits hold them.
func sortedBy(quantity resource.Quantity) string {
	if whole, ok := quantity.AsInt64(); ok {
		return fmt.Sprint(whole)
	}
	return fmt.Sprint(quantity.AsDec().UnscaledBig().Int64())
}

func separator(index int) string {
	if index == 0 {
		return "[\n"
	}
	return ",\n"
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
