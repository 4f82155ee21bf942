//! What a terminal is shown: colours, marks, and nothing that could harm it.

use crate::run::{FIRES, Place, pipe};

#[test]
fn colours_are_for_those_who_want_them() {
    let place = Place::new("colours");
    let coloured = |arguments: &str, name: &str, value: &str| {
        let mut command = place.command(arguments);
        if !name.is_empty() {
            command.env(name, value);
        }
        pipe(command, FIRES.as_bytes()).out.contains('\u{1b}')
    };
    let explain = "explain -c webhook.json";
    assert!(!coloured(explain, "", ""));
    assert!(coloured(explain, "CLICOLOR_FORCE", "1"));
    assert!(coloured(&format!("{explain} --color always"), "NO_COLOR", "1"));
    assert!(!coloured(&format!("{explain} --color never"), "CLICOLOR_FORCE", "1"));
    assert!(!coloured(&format!("{explain} --color always --format ndjson"), "", ""));
}

#[test]
fn marks_are_words_where_the_locale_has_no_others() {
    let place = Place::new("marks");
    let mut command = place.command("explain -q -c webhook.json");
    command.env("LC_ALL", "C");
    let ran = pipe(command, FIRES.as_bytes());
    assert!(ran.out.is_ascii(), "{ran:?}");
    assert!(ran.out.contains("  ok   the subscription is on"), "{ran:?}");
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let place = Place::new("control");
    let hostile = r#"{"id":"\u001b[2J","kind":"wallet\u001b]0;x\u0007\u202e","data":{}}"#;
    for arguments in ["route -c webhook.json", "explain -c webhook.json"] {
        let ran = place.run_on(arguments, hostile);
        let is_harmless = |c: char| c == '\n' || !(c.is_control() || c == '\u{202e}');
        assert!(ran.out.chars().all(is_harmless), "{ran:?}");
        assert!(ran.err.chars().all(is_harmless), "{ran:?}");
    }
}

#[test]
fn secrets_are_masked_in_snippets() {
    let text = r#"{"id":"wh-1","secret":"SECRET","url":"https://u:PASSWORD@a.example/?k=QUERY","status":1,"events":["wallet.created"],"headers":{"Authorization":"BEARER"}}"#;
    let place = Place::new("masks").with("line.json", text);
    let event = r#"{"headers":{"Authorization":"BEARER"},"body":{"kind":"key.created"}}"#;
    let checked = place.run("check -d dfns line.json");
    assert!(checked.out.contains("••••"), "{checked:?}");
    checked.expect_no_secret();
    for format in ["text", "markdown"] {
        let ran = place.run_on(&format!("explain -d dfns -c line.json --format {format}"), event);
        ran.expect_no_secret();
    }
    place.run_on("route -d dfns -c line.json", event).expect_no_secret();
}
