package broker

import (
	"fmt"

	"github.com/rs/zerolog"
)

// serverLog hands what the server says to zerolog. The server's notices are about itself and so ours to debug with; a
// fatal error is reported to whoever starts the server, and the process lives on.
type serverLog struct {
	log   zerolog.Logger
	fatal chan<- string
}

func (l *serverLog) Noticef(format string, v ...any) { l.log.Debug().Msgf(format, v...) }
func (l *serverLog) Warnf(format string, v ...any)   { l.log.Warn().Msgf(format, v...) }
func (l *serverLog) Errorf(format string, v ...any)  { l.log.Error().Msgf(format, v...) }
func (l *serverLog) Debugf(format string, v ...any)  { l.log.Debug().Msgf(format, v...) }
func (l *serverLog) Tracef(format string, v ...any)  { l.log.Trace().Msgf(format, v...) }

func (l *serverLog) Fatalf(format string, v ...any) {
	why := fmt.Sprintf(format, v...)
	l.log.Error().Msg(why)
	select {
	case l.fatal <- why:
	default: // the first one is the reason
	}
}
