//! Who an author is: placeholder names and pages on shared hosts make nobody one person, and give no trust.

use serde_json::json;
use threadsift::internals::config::Config;
use threadsift::internals::model::Model;
use threadsift::internals::pipeline;
use threadsift::internals::read::{Columns, Input};

/// The signals that fire on the last comment of a dump.
fn signals(comments: &[serde_json::Value]) -> Vec<String> {
    let dump: String = comments.iter().map(|comment| format!("{comment}\n")).collect();
    let inputs = [Input::from_bytes("input", dump, None).unwrap()];
    let (model, config) = (Model::shipped().unwrap(), Config::default());
    let dump = pipeline::read(&inputs, &Columns::default(), &config, &model, &mut |_| {}).unwrap();
    let judged = pipeline::judge(dump, &model, &config);
    let last = judged.decisions.indices().next_back().unwrap();
    judged.findings(last).iter().map(|finding| finding.signal.to_owned()).collect()
}

fn is_known_for_months(author: &str, urls: [&str; 2]) -> bool {
    let comment = |date: &str, url: &str, body: &str| json!({"id": date, "post": "1", "author": author, "url": url, "date": date, "body": body});
    let comments = [
        comment("2012-01-01", urls[0], "Mine is green."),
        comment("2012-06-01", urls[1], "Mine is brown now."),
    ];
    signals(&comments).iter().any(|signal| signal == "known-for-months")
}

#[test]
fn a_placeholder_is_no_persons_name() {
    for name in ["Unknown", "Anonymous", "Guest", "Anónimo", "Unbekannt", "Гость", "匿名", "名無しさん"]
    {
        assert!(!is_known_for_months(name, ["", ""]), "{name}");
    }
    assert!(is_known_for_months("Ida Falk", ["", ""]));
}

#[test]
fn a_page_on_a_shared_host_identifies_its_person() {
    let page = |number: u32| format!("https://www.blogger.com/profile/{number}");
    assert!(is_known_for_months("Unknown", [&page(7), &page(7)]));
    assert!(!is_known_for_months("Unknown", [&page(7), &page(8)]));
}

#[test]
fn a_link_to_a_shared_host_is_no_trust_in_its_people() {
    let is_trusted = |link: &str, urls: [&str; 2]| {
        let post = format!("As <a href=\"{link}\">Ida</a> says");
        let comments = [("Ida Falk", urls[0]), ("Jo Rask", urls[1])].map(|(author, url)| {
            json!({"post": "1", "post_title": "Ferns", "post_body": post, "author": author, "url": url, "body": "Yes."})
        });
        signals(&comments).iter().any(|signal| signal == "site-linked-by-posts")
    };
    assert!(is_trusted("http://jo.example/", ["", "http://jo.example/about"]));
    assert!(!is_trusted("https://www.blogger.com/profile/1", ["", "https://www.blogger.com/profile/2"]));
    // Two people with a page each: the dump itself shows that the host is shared.
    assert!(!is_trusted("http://rings.example/", ["http://rings.example/u/17", "http://rings.example/u/23"]));
}
