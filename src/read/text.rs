//! placeholder
use super::{Format, Reading};
use crate::error::Result;
pub const FORMAT: Format = Format { name: "text", about: "", sniff, read, example: "" };
fn sniff(_: &[u8]) -> bool {
    false
}
fn read(_: &mut Reading) -> Result<()> {
    Ok(())
}
