// Reads Jobs from standard input as the server of Kubernetes does under strict validation: into its own types, where nothing may
// stand that they do not know.
package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	batch "k8s.io/api/batch/v1"
	"sigs.k8s.io/yaml"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	for _, document := range strings.Split(string(text), "\n---\n") {
		var job batch.Job
		if err == nil {
			err = yaml.UnmarshalStrict([]byte(document), &job)
		}
		if err == nil && (job.Kind != "Job" || len(job.Spec.Template.Spec.Containers) == 0) {
			err = fmt.Errorf("no Job, or one without containers")
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
