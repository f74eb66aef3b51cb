package main
import ("fmt";"os";"io";"github.com/goccy/go-yaml/parser";"github.com/goccy/go-yaml/ast";"reflect")
func dump(n ast.Node, d int){ t:=n.GetToken(); fmt.Printf("%*s%T %d:%d %q orig=%q\n", d*2,"", n, t.Position.Line,t.Position.Column,t.Value,t.Origin)
 switch v:=n.(type){case *ast.MappingNode: for _,x:=range v.Values{dump(x.Key,d+1);dump(x.Value,d+2)}
 case *ast.MappingValueNode: dump(v.Key,d+1);dump(v.Value,d+2)
 case *ast.SequenceNode: for _,x:=range v.Values{dump(x,d+1)}
 case *ast.AnchorNode: dump(v.Value,d+1)
 case *ast.TagNode: dump(v.Value,d+1)
 case *ast.LiteralNode: dump(v.Value,d+1); fmt.Printf("%*sstart %d:%d\n",d*2,"",v.Start.Position.Line,v.Start.Position.Column)
}}
func main(){b,_:=io.ReadAll(os.Stdin); f,err:=parser.ParseBytes(b,0,parser.AllowDuplicateMapKey()); fmt.Println(err, reflect.TypeOf(err)); if f==nil{return}; fmt.Println(len(f.Docs)); for _,d:=range f.Docs{ if d.Body!=nil {dump(d.Body,0)}}}
