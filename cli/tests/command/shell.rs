//! Help, manual, completions, samples, codes.

use crate::run::Place;

#[test]
fn nothing_asked_gives_the_short_help() {
    let place = Place::new("help");
    let ran = place.run("");
    assert_eq!((ran.code, ran.err.as_str()), (2, ""));
    let examples = ran.out.find("Examples:").unwrap();
    assert!(examples < ran.out.find("Usage:").unwrap());
    assert_eq!(place.run("--help").code, 0);
    assert_eq!(place.run("explain --help").code, 0);
    assert!(place.run("--version").out.contains("cdp@2026-09"));
    let wrong = place.run("explan");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("'explain'"), "{wrong:?}");
    let wrong = place.run("check -d dnfs webhook.json");
    assert!(wrong.err.contains("'dfns'"), "{wrong:?}");
}

#[test]
fn completions_and_the_manual_are_generated() {
    let place = Place::new("generated");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = place.run(&format!("completions {shell}"));
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("explain-code"), "{shell}");
    }
    assert!(place.run("man").out.contains(".TH hooksieve 1"));
    let page = place.run("man route").out;
    for part in
        [".SH EXAMPLES", "hooksieve route \\-c targets.json event.json", ".SH \"EXIT STATUS\""]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(place.run("man rout").code, 2);
    assert_eq!(place.run("man --dir pages").code, 0);
    assert!(place.read("pages/hooksieve-explain.1").is_some());
}

#[test]
fn samples_are_events() {
    let place = Place::new("samples");
    for dialect in ["dfns", "dakota", "cdp", "ark"] {
        let list = place.run(&format!("sample {dialect}"));
        let types = list.out.lines().count();
        assert!(types > 0, "{dialect}");
        assert_eq!(place.run(&format!("sample {dialect} --all")).lines().len(), types);
    }
    let one = place.run("sample dfns wallet.created");
    assert_eq!(place.run_on("route -q -c webhook.json", one.out).code, 0);
    let unknown = place.run("sample dfns wallet.creatd");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("did you mean \"wallet.created\"?"), "{unknown:?}");
}

#[test]
fn codes_are_explained() {
    let place = Place::new("codes");
    assert!(place.run("explain-code disabled").out.contains("switched off"));
    assert!(place.run("explain-code").out.lines().count() > 50);
    let unknown = place.run("explain-code label-difers");
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("label-differs"), "{unknown:?}");
}
