#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]
use threadsift::{comment::Record, read::*};
fn main() { for p in std::env::args().skip(1) { let i = Input::open(p.as_ref(), None).unwrap(); let (mut c, mut po, mut d) = (0,0,vec![]);
 i.read(0, &Columns::default(), &mut |r| match r { Record::Comment(_) => c+=1, Record::Post(_) => po+=1, Record::Damage(x) => d.push(x), _=>{} }).unwrap();
 println!("{p} {} comments {c} posts {po} damage {}: {:?}", i.format.name, d.len(), d.iter().take(3).collect::<Vec<_>>()); } }
