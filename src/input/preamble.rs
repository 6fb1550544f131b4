//! Text before a dump that was saved by accident: the header of an HTTP response, and warnings of PHP. Readers of XML
//! and SQL skip such text themselves; tables and JSON must start with their first byte.

use std::sync::LazyLock;

use regex::bytes::Regex;

/// The number of bytes at the start of a file that belong to no dump: whole lines, or 0.
pub fn length(head: &[u8]) -> usize {
    static HTTP: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"\A(?-u:HTTP/\d(?:\.\d)? \d{3}[^\n]*\n)?(?-u:[A-Za-z][A-Za-z0-9-]*: [^\n]*\n)+\r?\n";
        Regex::new(pattern).expect("the pattern is well formed")
    });
    static PHP: LazyLock<Regex> = LazyLock::new(|| {
        let level =
            "Warning|Notice|Deprecated|Fatal error|Parse error|Strict Standards|Catchable fatal error";
        let message = format!(r"(?:<br */?>)?\s*(?:PHP )?(?:<b>)?(?:{level})(?:</b>)?: [^\n]*\n");
        let pattern = format!(r"\A(?-u)(?:[ \t]*\r?\n|{message}|(?:<br */?>)\s*\n)+");
        Regex::new(&pattern).expect("the pattern is well formed")
    });
    let http = HTTP.find(head).map_or(0, |found| found.end());
    http + PHP.find(&head[http..]).map_or(0, |found| found.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what follows the preamble.
    fn check(head: &str, expected: &str) {
        assert_eq!(&head[length(head.as_bytes())..], expected);
    }

    #[test]
    fn what_is_no_dump_ends_where_the_dump_starts() {
        check("PHP Warning:  Undefined variable in /a.php on line 3\nid,body\n", "id,body\n");
        check("\nWarning: Undefined array key in /a.php on line 3\n\nid,body\n", "id,body\n");
        check("<br />\n<b>Notice</b>:  x in <b>/a.php</b> on line <b>3</b><br />\n[{}]", "[{}]");
        check("HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n\r\nid,body\r\n", "id,body\r\n");
        check("Content-Type: application/json\n\nDeprecated: x in a.php\n{}", "{}");
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        check(
            "Warning signs on the trail\n\nThey were all gone.\n",
            "Warning signs on the trail\n\nThey were all gone.\n",
        );
        check("AUTHOR: Ada\nTITLE: Mud\n-----\n", "AUTHOR: Ada\nTITLE: Mud\n-----\n");
        check("id,body\n1,Warning: wet paint\n", "id,body\n1,Warning: wet paint\n");
        check("", "");
    }
}
