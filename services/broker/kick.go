package broker

import "github.com/nats-io/nats-server/v2/server"

// Kick ends every connection of a user of PEOPLE, over TCP and WebSocket, and returns how many there were. Each may connect
// again, and is then asked again who it is. The user is the one that the server vouches for.
//
// On a server of your own nobody can be kicked by the engine, which has no access to the system account; there a connection
// ends with its credentials, after ten minutes at most. An operator with that account ends one at once:
// `nats server request kick <client> <server>`, which asks $SYS.REQ.SERVER.<id>.KICK.
func (b *Broker) Kick(user string) (n int, err error) {
	for offset := 0; ; {
		page, err := b.srv.Connz(&server.ConnzOptions{Username: true, Account: PeopleAccount, Offset: offset, Limit: server.DefaultConnListSize})
		if err != nil {
			return n, err
		}
		for _, c := range page.Conns {
			if c.AuthorizedUser == user {
				if err := b.srv.DisconnectClientByID(c.Cid); err == nil { // otherwise it has gone by itself
					n++
				}
			}
		}
		if offset += len(page.Conns); len(page.Conns) == 0 || offset >= page.Total {
			return n, nil
		}
	}
}
