//! The names that tables, APIs and exports have for the fields of a comment and its post.

use std::sync::LazyLock;

use foldhash::HashMap;

use super::canonical_name::canonical_form;
use super::columns::Field;

/// The names of one field.
pub struct FieldNames {
    /// The field.
    pub field: Field,
    /// The word for `--columns`.
    pub word: &'static str,
    /// The names in threadsift's decisions, WordPress's tables, `wp comment list` and WordPress REST, and some that
    /// people use. If a table has several, the first one is used.
    pub usual: &'static [&'static str],
    /// Names that are used if none of the usual ones is there. They do not show that a file is a table of comments.
    pub other: &'static [&'static str],
}

/// The names of every field, in the order of [`Field`].
pub const NAMES: &[FieldNames] = &[
    FieldNames {
        field: Field::Id,
        word: "id",
        usual: &["database_id", "id", "comment_id", "cid"],
        other: &["object_id", "uuid", "comment_uuid", "guid"],
    },
    FieldNames {
        field: Field::Post,
        word: "post",
        usual: &["post", "comment_post_id", "post_id", "thread", "thread_id"],
        other: &[
            "post_database_id",
            "page_id",
            "article_id",
            "entry_id",
            "story_id",
            "topic_id",
            "video_id",
            "nid",
            "entity_id",
            "page_key",
            "thread_key",
            "discussion_id",
            "slug",
        ],
    },
    FieldNames {
        field: Field::Parent,
        word: "parent",
        usual: &[
            "parent_database_id",
            "parent",
            "comment_parent",
            "parent_id",
            "in_reply_to",
            "reply_to",
            "replying_to",
        ],
        other: &[
            "parent_comment_id",
            "comment_parent_id",
            "parent_comment",
            "in_reply_to_id",
            "reply_to_id",
            "replied_to",
            "parent_uuid",
            "pid",
            "rid",
        ],
    },
    FieldNames {
        field: Field::Author,
        word: "author",
        usual: &["author_name", "comment_author", "author", "name", "user_name"],
        other: &[
            "nick",
            "nickname",
            "display_name",
            "author_display_name",
            "author_nickname",
            "author_full_name",
            "full_name",
            "author_username",
            "author_login",
            "author_nick",
            "user_display_name",
            "user_login",
            "commenter",
            "commenter_name",
            "commentator",
            "member_name",
            "posted_by",
            "created_by",
            "screen_name",
        ],
    },
    FieldNames {
        field: Field::Email,
        word: "email",
        usual: &["author_email", "comment_author_email", "email", "mail"],
        other: &[
            "author_mail",
            "user_email",
            "user_mail",
            "email_address",
            "author_email_address",
            "member_email",
        ],
    },
    FieldNames {
        field: Field::Url,
        word: "url",
        usual: &["author_url", "comment_author_url", "url", "website", "site", "homepage"],
        other: &[
            "author_website",
            "author_website_url",
            "author_site",
            "author_homepage",
            "author_link",
            "author_web",
            "author_profile_url",
            "author_channel_url",
            "author_html_url",
            "website_url",
            "user_url",
            "user_website",
            "web",
            "www",
            "home_page",
        ],
    },
    FieldNames {
        field: Field::Ip,
        word: "ip",
        usual: &["author_ip", "comment_author_ip", "ip", "remote_addr", "ip_address"],
        other: &["user_ip", "remote_address", "client_ip", "author_ip_address", "hostname"],
    },
    FieldNames {
        field: Field::Agent,
        word: "agent",
        usual: &["author_user_agent", "comment_agent", "agent", "user_agent"],
        other: &["ua", "author_agent", "browser"],
    },
    FieldNames {
        field: Field::Date,
        word: "date",
        usual: &["date_gmt", "comment_date_gmt", "date", "comment_date", "created", "created_at", "time"],
        other: &[
            "created_on",
            "created_date",
            "created_time",
            "creation_date",
            "date_created",
            "create_time",
            "published_at",
            "published_on",
            "published",
            "published_date",
            "date_published",
            "publish_date",
            "pub_date",
            "timestamp",
            "datetime",
            "date_time",
            "posted_at",
            "posted_on",
            "posted",
            "date_posted",
            "submitted_at",
            "submitted_on",
            "submitted",
            "inserted_at",
            "commented_at",
            "added_at",
            "date_added",
        ],
    },
    FieldNames { field: Field::Type, word: "type", usual: &["type", "comment_type", "kind"], other: &[] },
    FieldNames {
        field: Field::Status,
        word: "status",
        usual: &["status", "comment_approved", "approved"],
        other: &["is_approved", "moderation_status", "comment_status", "state", "is_published"],
    },
    FieldNames {
        field: Field::Body,
        word: "body",
        usual: &["body", "comment_content", "content", "comment", "text", "message"],
        other: &[
            "html",
            "body_html",
            "content_html",
            "comment_html",
            "text_html",
            "comment_body",
            "comment_text",
            "comment_message",
            "text_display",
            "text_original",
            "raw_message",
            "raw_body",
            "body_text",
            "content_text",
            "markdown",
            "body_markdown",
            "content_markdown",
            "plain_text",
            "cooked",
            "orig",
        ],
    },
    FieldNames {
        field: Field::User,
        word: "user",
        usual: &["user_id", "user", "author"],
        other: &["author_database_id", "author_id", "member_id", "commenter_id", "uid", "author_uid"],
    },
    FieldNames {
        field: Field::PostTitle,
        word: "post_title",
        usual: &["post_title"],
        other: &["page_title", "thread_title", "article_title", "entry_title", "story_title"],
    },
    FieldNames {
        field: Field::PostUrl,
        word: "post_url",
        usual: &["post_url"],
        other: &[
            "post_link",
            "post_permalink",
            "post_uri",
            "post_path",
            "post_slug",
            "page_url",
            "page_link",
            "page_path",
            "page_slug",
            "thread_url",
            "thread_link",
            "article_url",
            "entry_url",
            "issue_url",
            "uri",
        ],
    },
    FieldNames {
        field: Field::PostBody,
        word: "post_body",
        usual: &["post_body", "post_content"],
        other: &["post_html", "post_text"],
    },
    FieldNames {
        field: Field::PostDate,
        word: "post_date",
        usual: &["post_date_gmt", "post_date"],
        other: &["post_published_at", "post_created_at", "post_published"],
    },
    FieldNames {
        field: Field::PostAuthors,
        word: "post_authors",
        usual: &["post_authors"],
        other: &["post_author"],
    },
    FieldNames {
        field: Field::PostTerms,
        word: "post_terms",
        usual: &["post_terms"],
        other: &["post_tags", "post_categories"],
    },
    FieldNames { field: Field::Marks, word: "marks", usual: &["marks"], other: &[] },
    FieldNames { field: Field::Label, word: "label", usual: &["label", "class", "is_spam"], other: &[] },
    FieldNames {
        field: Field::Spam,
        word: "spam",
        usual: &[],
        other: &["is_spam", "spam", "marked_as_spam", "is_marked_as_spam"],
    },
    FieldNames {
        field: Field::Pending,
        word: "pending",
        usual: &[],
        other: &["is_pending", "pending", "is_held"],
    },
    FieldNames {
        field: Field::Deleted,
        word: "deleted",
        usual: &[],
        other: &["is_deleted", "deleted", "delete", "deleted_at", "is_removed", "removed"],
    },
];

/// A place of a name in [`NAMES`].
#[derive(Clone, Copy, Debug)]
pub struct NamePlace {
    /// The field.
    pub field: Field,
    /// The place among the names of the field. Usual names come first.
    pub rank: usize,
    /// Whether it is a usual name.
    pub is_usual: bool,
    /// The name as [`NAMES`] has it.
    pub name: &'static str,
}

/// The fields that a name in its canonical form may hold.
pub fn places(canonical: &str) -> &'static [NamePlace] {
    static PLACES: LazyLock<HashMap<String, Vec<NamePlace>>> = LazyLock::new(|| {
        let mut places: HashMap<String, Vec<NamePlace>> = HashMap::default();
        for names in NAMES {
            for (rank, name) in names.usual.iter().chain(names.other).enumerate() {
                let place = NamePlace { field: names.field, rank, is_usual: rank < names.usual.len(), name };
                places.entry(canonical_form(name)).or_default().push(place);
            }
        }
        places
    });
    PLACES.get(canonical).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_in_their_order() {
        for (position, names) in NAMES.iter().enumerate() {
            assert_eq!(names.field as usize, position, "{}", names.word);
        }
    }
}
