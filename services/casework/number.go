package casework

import (
	"crypto/sha256"
	"fmt"
	"strconv"
	"time"

	"comity/services/bus"
	"comity/workflow"
)

// attempts is how many numbers are tried for one new case. With a million cases in a year the fourth is needed once in
// some 40,000 cases.
const attempts = 32

// crockford is Crockford's base 32: no I, L, O or U, so that a number can be read out on the telephone.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Number is the number of a new case: C-<year>-<five letters and digits>, both from the id of the command that creates it,
// so that the same command finds the same case, whoever answers it and when, without a counter. The next attempt is for when
// another case has the number. The decision is docs/decisions/0002-case-numbers.md.
// Errors: a refusal, when the command id is not a UUIDv7 and so tells no year.
func Number(commandID string, attempt int) (string, error) {
	at, ok := timeOf(commandID)
	if !ok {
		return "", workflow.Refuse(workflow.Problem{
			Code: workflow.Malformed, About: bus.HeaderCommandID,
			Message: "A new case without a number needs a UUIDv7 as its command id, since the number is made from it. Choose one, or give the case a number.",
		})
	}
	sum := sha256.Sum256([]byte(commandID + "/" + strconv.Itoa(attempt)))
	bits := uint32(sum[0])<<24 | uint32(sum[1])<<16 | uint32(sum[2])<<8 | uint32(sum[3])
	var name [5]byte
	for i := range name {
		name[i] = crockford[bits>>(27-5*i)&31]
	}
	return fmt.Sprintf("C-%04d-%s", at.Year(), name), nil
}

// timeOf reads the time of a UUIDv7 in its usual form: the first 48 bits are milliseconds since 1970.
func timeOf(id string) (time.Time, bool) {
	if len(id) != 36 || id[14] != '7' {
		return time.Time{}, false
	}
	ms, err := strconv.ParseUint(id[:8]+id[9:13], 16, 48)
	return time.UnixMilli(int64(ms)).UTC(), err == nil
}
