//! The values of one row between its brackets.

use std::io::{self, BufRead};

use super::lexer::{Lexer, Token};
use super::tables::{Layout, Row};

/// The longest row: as much as a MySQL server takes in one packet, unless it was told otherwise.
pub const MAX_ROW_BYTES: u64 = 64 << 20;

/// What became of a row.
pub enum Outcome {
    /// It is complete and has this many values.
    Whole(Row, usize),
    /// It has an end, but too far away.
    TooLong,
    /// Something stands in it that is no value. The last token is that.
    Broken,
    /// The file ends before it does.
    Cut,
}

/// Where the walk through a row is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before a value, or between its sign or character set and the rest.
    Before,
    /// Behind a function's name.
    BehindName,
    /// Between the brackets of a function, of which so many are open. Its first text is the value.
    InCall(u32),
    Behind,
}

/// Reads the row whose opening bracket was the last token.
pub fn read<R: BufRead>(lexer: &mut Lexer<R>, layout: &Layout) -> io::Result<Outcome> {
    let start = lexer.start();
    let (mut row, mut position, mut state) = (layout.blank_row(), 0, State::Before);
    loop {
        let slot = layout.slot(position);
        // What nobody reads is not kept.
        let room = slot.map_or(0, |_| MAX_ROW_BYTES.saturating_sub(lexer.end() - start));
        let token = lexer.next_in_row(room as usize)?;
        state = match (state, token) {
            (_, Token::End) => return Ok(Outcome::Cut),
            // No column that is read can be below zero.
            (State::Before, Token::Sign(b'-' | b'+' | b'.')) => State::Before,
            (State::Before, Token::Word) if lexer.raw().starts_with('_') => State::Before,
            (State::Before, Token::Word) if is_null(lexer.raw()) => State::Behind,
            (State::Before, Token::Word) if !is_constant(lexer.raw()) => {
                if !lexer.stands_before(b'(')? {
                    return Ok(Outcome::Broken);
                }
                State::BehindName
            }
            (State::Before, Token::Quoted | Token::Hex | Token::Word) => {
                keep(&mut row, slot, lexer.take_text());
                State::Behind
            }
            (State::BehindName, Token::Sign(b'(')) => State::InCall(1),
            (State::InCall(n_open), Token::Sign(b'(')) => State::InCall(n_open.saturating_add(1)),
            (State::InCall(1), Token::Sign(b')')) => State::Behind,
            (State::InCall(n_open), Token::Sign(b')')) => State::InCall(n_open - 1),
            (State::InCall(n_open), Token::Quoted | Token::Hex) => {
                let slot = slot.filter(|slot| row.lacks(*slot));
                keep(&mut row, slot, lexer.take_text());
                State::InCall(n_open)
            }
            (State::InCall(n_open), token) if token != Token::Sign(b';') => State::InCall(n_open),
            (State::Behind, Token::Sign(b',')) => {
                position += 1;
                State::Before
            }
            (State::Behind, Token::Sign(b')')) => {
                let is_too_long = MAX_ROW_BYTES < lexer.end() - start;
                return Ok(if is_too_long { Outcome::TooLong } else { Outcome::Whole(row, position + 1) });
            }
            _ => return Ok(Outcome::Broken),
        };
    }
}

fn is_null(word: &str) -> bool {
    ["NULL", "DEFAULT"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

fn is_constant(word: &str) -> bool {
    word.starts_with(|it: char| it.is_ascii_digit())
        || ["TRUE", "FALSE", "CURRENT_TIMESTAMP"].iter().any(|it| it.eq_ignore_ascii_case(word))
}

fn keep(row: &mut Row, slot: Option<usize>, value: (String, usize)) {
    if let Some(slot) = slot {
        row.set(slot, value);
    }
}
