//! Notes of shops and logs of tasks that lost their type. WordPress plugins keep them in the table of comments.
//!
//! - WooCommerce 2 and later (`WC_Order::add_order_note`): author and user agent `WooCommerce`
//! - Action Scheduler 1 and 2 (`ActionScheduler_wpCommentLogger`): author and user agent `ActionScheduler`
//! - Jigoshop, LifterLMS, Pal Shopping Cart, PayPal Invoicing: their names as the user agent
//! - Easy Digital Downloads 1 and 2 (`edd_insert_payment_note`), Give 1 and 2 (`give_insert_payment_note`): no author
//!   at all
//!
//! What this can't distinguish: a note by a shop manager, if an import lost the user agent.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::{View, lower_case_ascii};

/// The plugins, as their user agents and authors name them, in lower case.
const PLUGINS: &[&str] = &[
    "woocommerce",
    "actionscheduler",
    "action scheduler",
    "jigoshop",
    "lifterlms",
    "pal-shopping-cart",
    "paypal invoice",
    "easy digital downloads",
    "givewp",
    "wp-cron",
];

/// Patterns of English notes by plugins, folded. Such notes have no author, or a shop manager as author.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    const NOTES: &[&str] = &[
        // WooCommerce, Jigoshop
        r"(?:.*[.!] )?order status changed from [^.?!,]+ to [^.?!,]+\.?",
        r"order status set to [^.]+\.?",
        r"unpaid order cancelled - time limit reached\..*",
        r"(?:payment to be made upon delivery|awaiting (?:bacs|cheque|check) payment)\.?.*",
        r"(?:item #?[0-9]+ .*)?stock (?:levels? )?(?:reduced|increased)(?: from|:).*",
        r"(?:ipn|paypal|stripe|pdt) payment completed?.*",
        // Easy Digital Downloads, Give
        r"(?:payment )?status changed from [^.?!,]+ to [^.?!,]+\.?",
        r"(?:paypal|stripe|square|authorize\.net) (?:transaction|charge|payment|refund)(?: intent)? id: ?\S.*",
        // Action Scheduler
        r"action (?:created|started|complete|completed|canceled|ignored|reset)(?: via [^.]+)?\.?",
        r"action failed(?: via [^:]+)?: .*",
    ];
    Regex::new(&format!("^(?:{})$", NOTES.join("|"))).expect("it compiles")
});

/// Whether a plugin wrote the record for internal use.
pub fn is_machine_row(view: &View) -> bool {
    let author = &view.comment.author;
    let is_plugin = |text: &str| PLUGINS.contains(&&*lower_case_ascii(text.trim()));
    if is_plugin(&author.agent) {
        return true;
    }
    // Visitors leave an address or a site.
    let is_anonymous = view.site.is_none() && author.email.trim().is_empty();
    let has_plugin_mail = || author.email.split('@').next().is_some_and(is_plugin);
    (is_plugin(&author.name) && view.site.is_none() && (is_anonymous || has_plugin_mail() || is_note(view)))
        || (view.site.is_none() && (view.name.trim().is_empty() || !is_anonymous) && is_note(view))
}

fn is_note(view: &View) -> bool {
    const LONGEST: usize = 300;
    const WORDS: [&str; 5] = ["status", "payment", "stock", " id:", "action "];
    let folded = view.folded.trim();
    // The pattern is compiled and tried only on texts that may be notes.
    folded.len() <= LONGEST && WORDS.iter().any(|word| folded.contains(word)) && NOTE.is_match(folded)
}

#[cfg(test)]
mod tests {
    use crate::comment::{Author, Comment};
    use crate::kind::testing::check_comment;

    #[track_caller]
    fn check(name: &str, email: &str, agent: &str, body: &str, expected: &str) {
        let [name, email, agent] = [name, email, agent].map(str::to_owned);
        let author = Author { name, email, agent, ..Author::default() };
        check_comment(Comment { author, body: body.to_owned(), ..Comment::default() }, expected);
    }

    #[test]
    fn notes_of_plugins_are_protected() {
        check("WooCommerce", "woocommerce@shop.example", "WooCommerce", "Sent the parcel.", "protected");
        check("WooCommerce", "woocommerce@shop.example", "", "Sent the parcel.", "protected");
        check("Ann", "ann@shop.example", "WooCommerce", "Called the customer.", "protected");
        check("WooCommerce", "", "", "Zahlung erhalten.", "protected");
        check("ActionScheduler", "", "ActionScheduler", "action created", "protected");
        for body in [
            "Order status changed from Pending payment to Processing.",
            "Status changed from Pending to Complete",
            "PayPal Transaction ID: 4XW00000000",
            "Stripe Charge ID: ch_0000",
            "action complete via WP Cron",
            "Unpaid order cancelled - time limit reached. Order status changed from Pending payment to Cancelled.",
        ] {
            check("", "", "", body, "protected");
        }
    }

    #[test]
    fn people_who_write_about_shops_write_comments() {
        check("Ann", "", "", "Order status changed from Pending to Failed.", "comment");
        check("Ann", "ann@boats.example", "Mozilla/5.0", "I use WooCommerce for my shop.", "comment");
        check(
            "Ann",
            "ann@boats.example",
            "",
            "My order status changed from pending to failed, why?",
            "comment",
        );
        check("", "", "", "What does action complete mean?", "comment");
    }
}
