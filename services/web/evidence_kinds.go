package web

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // what a photograph is held against
	_ "image/png"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// fileKind is a kind of file that is taken as evidence.
type fileKind struct {
	MediaType string
	Name      string // what people call it
	Fits      func(content []byte) error
}

// errOtherKind says that a file is not what its name says.
var errOtherKind = errors.New("what is in it is something else")

// fileKinds are the kinds of file that are taken, by the ending of the name. What a browser could run, and what holds macros, is
// not among them.
var fileKinds = map[string]fileKind{
	".pdf":  {"application/pdf", "PDF", begins("%PDF-")},
	".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "Word document", office("word/")},
	".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "Excel workbook", office("xl/")},
	".pptx": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", "PowerPoint presentation", office("ppt/")},
	".odt":  {"application/vnd.oasis.opendocument.text", "OpenDocument text", openDocument("application/vnd.oasis.opendocument.text")},
	".ods":  {"application/vnd.oasis.opendocument.spreadsheet", "OpenDocument spreadsheet", openDocument("application/vnd.oasis.opendocument.spreadsheet")},
	".odp":  {"application/vnd.oasis.opendocument.presentation", "OpenDocument presentation", openDocument("application/vnd.oasis.opendocument.presentation")},
	".csv":  {"text/csv", "CSV", plainText},
	".txt":  {"text/plain", "text", plainText},
	".png":  {"image/png", "PNG picture", picture("png")},
	".jpg":  {"image/jpeg", "JPEG picture", picture("jpeg")},
	".jpeg": {"image/jpeg", "JPEG picture", picture("jpeg")},
}

// fileAccept is what a browser offers to choose from.
const fileAccept = ".pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt,.png,.jpg,.jpeg"

// kindOf is the kind of file that a name says; false for one that is not taken.
func kindOf(name string) (fileKind, bool) {
	k, ok := fileKinds[strings.ToLower(path.Ext(name))]
	return k, ok
}

func begins(magic string) func([]byte) error {
	return func(content []byte) error {
		if !bytes.HasPrefix(content, []byte(magic)) {
			return errOtherKind
		}
		return nil
	}
}

func picture(format string) func([]byte) error {
	return func(content []byte) error {
		if _, is, err := image.DecodeConfig(bytes.NewReader(content)); err != nil || is != format {
			return errOtherKind
		}
		return nil
	}
}

// errMacros refuses a document that could run something on whoever opens it.
var errMacros = errors.New("it holds macros. Save it without macros and choose it again")

// office takes the packages of Word, Excel and PowerPoint: those with the part named, and without macros.
func office(part string) func([]byte) error {
	return func(content []byte) error {
		files, err := unzip(content)
		if err != nil {
			return err
		}
		types, err := partOf(files, "[Content_Types].xml")
		if err != nil || !slices.ContainsFunc(files, func(f *zip.File) bool { return strings.HasPrefix(f.Name, part) }) {
			return errOtherKind
		}
		runs := func(f *zip.File) bool {
			base := strings.ToLower(path.Base(f.Name))
			return strings.HasPrefix(base, "vba") || strings.Contains(strings.ToLower(f.Name), "/macrosheets/")
		}
		if slices.ContainsFunc(files, runs) || bytes.Contains(bytes.ToLower(types), []byte("macroenabled")) {
			return errMacros
		}
		return nil
	}
}

// openDocument takes an OpenDocument package of one media type, without macros.
func openDocument(mediaType string) func([]byte) error {
	return func(content []byte) error {
		files, err := unzip(content)
		if err != nil {
			return err
		}
		if is, err := partOf(files, "mimetype"); err != nil || strings.TrimSpace(string(is)) != mediaType {
			return errOtherKind
		}
		if slices.ContainsFunc(files, func(f *zip.File) bool {
			return !strings.HasSuffix(f.Name, "/") && (strings.HasPrefix(f.Name, "Basic/") || strings.HasPrefix(f.Name, "Scripts/"))
		}) {
			return errMacros
		}
		return nil
	}
}

func unzip(content []byte) ([]*zip.File, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, errOtherKind
	}
	return z.File, nil
}

// partBytes bounds what is unpacked of a package.
const partBytes = 1 << 20

// partOf reads one small file of a package.
func partOf(files []*zip.File, name string) ([]byte, error) {
	i := slices.IndexFunc(files, func(f *zip.File) bool { return f.Name == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no %s", name)
	}
	r, err := files[i].Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, partBytes))
}

// plainText takes text in UTF-8, or in the older character set of Windows, that is neither a page nor a script.
func plainText(content []byte) error {
	if bytes.HasPrefix(content, []byte("#!")) || !strings.HasPrefix(http.DetectContentType(content), "text/plain") {
		return errOtherKind
	}
	if bytes.ContainsFunc(content, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\n\r\f", r) }) {
		return errors.New("it is not plain text. Save it as text in UTF-8 and choose it again")
	}
	return nil
}

// fileNameBytes bounds the name under which a file is kept.
const fileNameBytes = 120

// safeName is a file's name without folders, and without what hides how it ends or cannot be printed; "" where nothing is left.
func safeName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, !unicode.IsPrint(r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, name)
	ext := path.Ext(name)
	stem := strings.Trim(strings.TrimSuffix(name, ext), " .")
	for len(stem)+len(ext) > fileNameBytes && stem != "" {
		_, n := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-n]
	}
	if stem == "" {
		return ""
	}
	return stem + ext
}
