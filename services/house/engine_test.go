package house_test

import (
	"strings"
	"testing"

	"comity/services/broker"
)

// engineURL is an address with the engine's credentials in it, as a process elsewhere is given it.
func engineURL(t *testing.T, dir, url string) string {
	t.Helper()
	c, err := broker.ReadCredentials(dir, broker.EngineUser)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(url, "nats://", "nats://"+c.User+":"+c.Password+"@", 1)
}
