// Records how kubectl's YAML library and kyaml read and rewrite the texts of fixtures/yaml. See README.md.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"strings"

	apimachinery "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

const fixtures = "../../fixtures/yaml/"

// Reading is what a library made of a text: its documents as JSON, empty ones left out, or its error.
type Reading struct {
	Documents []any  `json:"documents,omitempty"`
	Error     string `json:"error,omitempty"`
}

// ReadCase is one text of read.json. Name, Text and Difference are written by a person.
type ReadCase struct {
	Name       string          `json:"name"`
	Text       string          `json:"text"`
	Kubectl    Reading         `json:"kubectl"`
	Difference json.RawMessage `json:"difference,omitempty"`
}

// WriteCase is one value of write.json. Value is written by a person, Text by emit.ts.
type WriteCase struct {
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Text    string          `json:"text"`
	Kubectl Reading         `json:"kubectl"`
	Kyaml   Reading         `json:"kyaml"`
	// RewrittenByKyaml is the text after kyaml parsed and printed it.
	RewrittenByKyaml string `json:"rewrittenByKyaml"`
}

func main() {
	var reads []*ReadCase
	load("read.json", &reads)
	for _, c := range reads {
		c.Kubectl = readAsKubectl(c.Text)
	}
	store("read.json", reads)

	emit := exec.Command("node", "--import", "tsx", "emit.ts")
	emit.Stderr = os.Stderr
	check(emit.Run())
	var writes []*WriteCase
	load("write.json", &writes)
	for _, c := range writes {
		c.Kubectl = readAsKubectl(c.Text)
		c.Kyaml, c.RewrittenByKyaml = readAsKyaml(c.Text)
	}
	store("write.json", writes)
	fmt.Printf("%d texts read, %d values written\n", len(reads), len(writes))
}

// readAsKubectl takes the way of `kubectl apply -f`: its document splitter, then sigs.k8s.io/yaml.
func readAsKubectl(text string) Reading {
	decoder := apimachinery.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096)
	reading := Reading{}
	for {
		var raw json.RawMessage
		err := decoder.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return reading
		}
		if err != nil {
			return Reading{Error: err.Error()}
		}
		if trimmed := bytes.TrimSpace(raw); len(trimmed) > 0 && string(trimmed) != "null" {
			reading.Documents = append(reading.Documents, fromJSON(trimmed))
		}
	}
}

// readAsKyaml reads as kustomize and kpt do, and prints what it read.
func readAsKyaml(text string) (Reading, string) {
	node, err := yaml.Parse(text)
	if err != nil {
		return Reading{Error: err.Error()}, ""
	}
	printed, err := node.String()
	check(err)
	var value any
	check(node.YNode().Decode(&value))
	raw, err := json.Marshal(value)
	if err != nil {
		return Reading{Error: err.Error()}, printed
	}
	return Reading{Documents: []any{fromJSON(raw)}}, printed
}

// fromJSON marks the numbers that a JavaScript reader of the fixture would change: integers above 2^53 and the negative zero.
func fromJSON(raw []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var value any
	check(decoder.Decode(&value))
	return mark(value)
}

var safe = new(big.Int).Lsh(big.NewInt(1), 53)

func mark(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for key, item := range value {
			value[key] = mark(item)
		}
	case []any:
		for index, item := range value {
			value[index] = mark(item)
		}
	case json.Number:
		if integer, ok := new(big.Int).SetString(value.String(), 10); ok && integer.CmpAbs(safe) >= 0 {
			if integer.IsInt64() || integer.IsUint64() {
				return map[string]any{"$bigint": value.String()}
			}
			return map[string]any{"$double": value.String()}
		}
	}
	return value
}

func load(name string, into any) {
	data, err := os.ReadFile(fixtures + name)
	check(err)
	check(json.Unmarshal(data, into))
}

// store writes one case a line.
func store[Case any](name string, cases []Case) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	for index, each := range cases {
		buffer.WriteString(map[bool]string{true: "[\n", false: ","}[index == 0])
		check(encoder.Encode(each))
	}
	buffer.WriteString("]\n")
	check(os.WriteFile(fixtures+name, buffer.Bytes(), 0o644))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
