//! Numbers with the singular or plural of what they count.

/// `1 comment`, `2 comments`.
pub fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        let comments = |n| plural(n, "comment", "comments");
        assert_eq!([0, 1, 2].map(comments), ["0 comments", "1 comment", "2 comments"]);
    }
}
