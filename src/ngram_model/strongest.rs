//! The few features of a part that say most for what its score says.

/// The features that say most, the strongest first; of equals, the first that was added.
pub struct Strongest<'a> {
    is_for_spam: bool,
    /// With their strengths; the strength of none is 0.
    quoted: [(u8, &'a str); LAST + 1],
}

/// The place of the weakest.
const LAST: usize = 2;

impl<'a> Strongest<'a> {
    /// None yet, of those that speak for spam or of those that speak against it.
    pub fn speaking(is_for_spam: bool) -> Strongest<'a> {
        Strongest { is_for_spam, quoted: [(0, ""); LAST + 1] }
    }

    /// Adds features by the steps of their weights, and how each is spelled by its place among them.
    pub fn add(&mut self, steps: &[i8], spelled: impl Fn(usize) -> &'a str) {
        const AT_ONCE: usize = 16;
        for (piece, start) in steps.chunks(AT_ONCE).zip((0..).step_by(AT_ONCE)) {
            let (weakest, is_for_spam) = (self.weakest(), self.is_for_spam);
            let is_stronger = |it: i8| if is_for_spam { weakest < it } else { it < weakest };
            // No branches, so that many features are looked at in one step.
            if piece.iter().fold(false, |found, it| found | is_stronger(*it)) {
                for (steps, place) in piece.iter().zip(start..) {
                    let strength = strength(*steps, is_for_spam);
                    if self.quoted[LAST].0 < strength {
                        self.insert(strength, spelled(place));
                    }
                }
            }
        }
    }

    /// The steps of the weakest feature. Only what is stronger is added.
    fn weakest(&self) -> i8 {
        let strength = i16::from(self.quoted[LAST].0);
        if self.is_for_spam { strength as i8 } else { -strength as i8 }
    }

    #[cold]
    fn insert(&mut self, strength: u8, text: &'a str) {
        if self.quoted.iter().any(|it| it.1 == text) || text.chars().all(char::is_whitespace) {
            return;
        }
        self.quoted[LAST] = (strength, text);
        for place in (0..LAST).rev() {
            if self.quoted[place].0 < self.quoted[place + 1].0 {
                self.quoted.swap(place, place + 1);
            }
        }
    }

    /// The features in quotation marks. `None` if none of them says anything.
    pub fn quotation(&self) -> Option<String> {
        let mut quotation = String::with_capacity(64);
        for (_, text) in self.quoted.iter().filter(|it| 0 < it.0) {
            quotation.push_str(if quotation.is_empty() { "“" } else { "”, “" });
            quotation.push_str(text.trim());
        }
        (!quotation.is_empty()).then(|| quotation + "”")
    }
}

fn strength(steps: i8, is_for_spam: bool) -> u8 {
    if is_for_spam { steps.max(0) as u8 } else { steps.min(0).unsigned_abs() }
}
