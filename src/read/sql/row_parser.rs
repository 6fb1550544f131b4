//! Parses one row of an `INSERT` statement: the values between its parentheses.

use std::io::{self, BufRead};

use super::lexer::{Lexer, Token};
use super::tables::{RowLayout, Value, WordPressRow};

/// The longest row: the default size of a MySQL server's packets (`max_allowed_packet`).
pub const MAX_ROW_BYTES: u64 = 64 << 20;

/// The number of bytes of each value that are kept after a row has reached [`MAX_ROW_BYTES`]. The ids and the
/// status of a comment are shorter.
const SHORT_VALUE_BYTES: u64 = 64 << 10;

/// How the parsing of a row ended.
pub enum RowOutcome {
    /// The row is complete. Its longest value was cut if it is longer than [`MAX_ROW_BYTES`].
    Complete { row: WordPressRow, n_values: usize, is_cut: bool },
    /// The last token is not part of a row.
    Broken,
    /// The file ends inside the row.
    Cut,
}

/// The state of the parser.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before a value, or after its sign or character set.
    BeforeValue,
    /// After the name of a function.
    AfterName,
    /// Inside a function call, with the number of open parentheses. The first text in the call is the value.
    InCall(u32),
    AfterValue,
}

/// Parses a row. Its opening parenthesis was the last token.
pub fn read<R: BufRead>(lexer: &mut Lexer<R>, layout: &RowLayout) -> io::Result<RowOutcome> {
    let start = lexer.start();
    let (mut row, mut position, mut state) = (layout.empty_row(), 0, State::BeforeValue);
    loop {
        let slot = layout.slot(position);
        // Values of columns that are not read are not kept.
        let room = MAX_ROW_BYTES.saturating_sub(lexer.end() - start).max(SHORT_VALUE_BYTES);
        let room = slot.map_or(0, |_| room);
        let token = lexer.next_in_row(room as usize)?;
        state = match (state, token) {
            (_, Token::End) => return Ok(RowOutcome::Cut),
            // No column that is read has negative numbers.
            (State::BeforeValue, Token::Sign(b'-' | b'+' | b'.')) => State::BeforeValue,
            (State::BeforeValue, Token::Word) if lexer.raw().starts_with('_') => State::BeforeValue,
            (State::BeforeValue, Token::Word) if is_null(lexer.raw()) => State::AfterValue,
            (State::BeforeValue, Token::Word) if !is_constant(lexer.raw()) => {
                if !lexer.is_followed_by(b'(')? {
                    return Ok(RowOutcome::Broken);
                }
                State::AfterName
            }
            (State::BeforeValue, Token::Quoted | Token::Hex | Token::Word) => {
                keep(&mut row, slot, lexer.take_value());
                State::AfterValue
            }
            (State::AfterName, Token::Sign(b'(')) => State::InCall(1),
            (State::InCall(n_open), Token::Sign(b'(')) => State::InCall(n_open.saturating_add(1)),
            (State::InCall(1), Token::Sign(b')')) => State::AfterValue,
            (State::InCall(n_open), Token::Sign(b')')) => State::InCall(n_open - 1),
            (State::InCall(n_open), Token::Quoted | Token::Hex) => {
                let slot = slot.filter(|slot| row.lacks(*slot));
                keep(&mut row, slot, lexer.take_value());
                State::InCall(n_open)
            }
            (State::InCall(n_open), token) if token != Token::Sign(b';') => State::InCall(n_open),
            (State::AfterValue, Token::Sign(b',')) => {
                position += 1;
                State::BeforeValue
            }
            (State::AfterValue, Token::Sign(b')')) => {
                let is_cut = MAX_ROW_BYTES < lexer.end() - start;
                return Ok(RowOutcome::Complete { row, n_values: position + 1, is_cut });
            }
            _ => return Ok(RowOutcome::Broken),
        };
    }
}

fn is_null(word: &str) -> bool {
    ["NULL", "DEFAULT"].iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

fn is_constant(word: &str) -> bool {
    word.starts_with(|char: char| char.is_ascii_digit())
        || ["TRUE", "FALSE", "CURRENT_TIMESTAMP"].iter().any(|keyword| keyword.eq_ignore_ascii_case(word))
}

fn keep(row: &mut WordPressRow, slot: Option<usize>, value: Value) {
    if let Some(slot) = slot {
        row.set(slot, value);
    }
}
