//! Bars of charts, as shapes of SVG.

use std::fmt::Write;

/// A length in percent of the longest, with one decimal.
pub fn share(number: usize, most: usize) -> String {
    format!("{:.1}", 100.0 * number as f64 / most.max(1) as f64)
}

/// The path of one bar per number: `pitch` wide each, at most `height` high, upwards from the line at `bottom`. Bars
/// of numbers above 0 are at least one unit high.
pub fn bars(numbers: &[usize], left: f64, pitch: f64, bottom: f64, height: f64) -> String {
    let most = numbers.iter().copied().max().unwrap_or_default().max(1) as f64;
    let width = (pitch * 0.82).max(0.5);
    let mut path = String::new();
    for (position, number) in numbers.iter().enumerate().filter(|(_, number)| 0 < **number) {
        let x = left + pitch * position as f64 + (pitch - width) / 2.0;
        let bar = (height * *number as f64 / most).max(1.0);
        let _ = write!(path, "M{x:.1} {bottom:.1}v-{bar:.1}h{width:.1}v{bar:.1}z");
    }
    path
}
